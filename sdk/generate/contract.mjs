/**
 * The parts of openapi.yml that the client needs at run time: operations.ts, which the verification of a webhook does
 * not need, and contract.ts.
 */

/** Names of the maps whose keys belong to the caller, so that their case is never changed. */
function openMaps(schema, found = new Set()) {
  for (const [name, property] of Object.entries(schema?.properties ?? {})) {
    if (property.additionalProperties) found.add(name);
  }
  for (const part of Object.values(schema ?? {})) if (part && typeof part === 'object') openMaps(part, found);
  return found;
}

/** `orders_create` becomes `orders: { create }`. */
function table(operations) {
  const nouns = {};
  for (const { noun, verb, method, path, input, answer } of operations) {
    (nouns[noun] ??= {})[verb] = { method, path, input: input.kind, answer: answer.kind };
  }
  return nouns;
}

const declare = (name, value) => `export const ${name} = ${JSON.stringify(value, null, 2)} as const;\n`;

const HEAD = '/** Generated from openapi.yml. */';

export const operationTable = (operations) => [HEAD, declare('OPERATIONS', table(operations))].join('\n');

const reasonsOf = ({ components }) => components.schemas.ErrorBodyDto.properties.reason.enum;

export function contractOf(openapi) {
  return [
    HEAD,
    declare('EVENT_TYPES', Object.keys(openapi.webhooks)),
    declare('OPEN_MAPS', [...openMaps(openapi)].sort()),
    '/** Decimals of the currencies that do not have two. */',
    declare('EXPONENTS', openapi['x-currency-exponents']),
    `export type KnownReason = ${reasonsOf(openapi)
      .map((reason) => JSON.stringify(reason))
      .join(' | ')};\n`,
  ].join('\n');
}
