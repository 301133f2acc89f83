/** The nouns of the command line, by openapi.yml: commands.ts. */

/** A payment is created with a card or a UPI address, which do not belong on a command line: `pgw trigger` makes payments. */
const LEFT_OUT = new Set(['payments_create', 'orders_getPublic', 'refunds_createForPayment']);
const NOUNS = ['orders', 'payments', 'refunds', 'customers', 'paymentLinks', 'receipts'];

/** A list below an object comes after the verbs of the object itself. */
const isPartOf = ({ verb }) => /^list[A-Z]/.test(verb);

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const schemaOf = (openapi, { input }) => input.schema ?? openapi.components.schemas[input.schemaName] ?? {};

/** `integer`, `boolean`, `json` or `text`; a property may be given by reference or as one of several types. */
function typeOf({ type, anyOf, oneOf, allOf, $ref }) {
  const types = [type].flat().filter((one) => one !== undefined && one !== 'null');
  if (types.length === 0) return anyOf || oneOf || allOf || $ref ? 'json' : 'text';
  if (types.includes('integer') || types.includes('number')) return 'integer';
  if (types.includes('boolean')) return 'boolean';
  return types.includes('object') || types.includes('array') ? 'json' : 'text';
}
const isNullable = ({ type, nullable }) => nullable === true || [type].flat().includes('null');
const firstSentence = (text = '') =>
  text
    .split('\n')
    .join(' ')
    .split(/(?<=\.) /)[0] ?? '';

function fieldsOf(openapi, operation) {
  const { properties = {}, required = [] } = schemaOf(openapi, operation);
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      {
        type: typeOf(property),
        required: required.includes(name),
        nullable: isNullable(property),
        about: firstSentence(property.description),
      },
    ]),
  );
}

function verbOf(openapi, operation) {
  const { verb, summary, pathParameters, input } = operation;
  return { verb, summary, takesId: pathParameters.length > 0, input: input.kind, fields: fieldsOf(openapi, operation) };
}

export function commandsOf(openapi, operations) {
  const nouns = NOUNS.map((noun) => {
    const own = operations
      .filter((one) => one.noun === noun && !LEFT_OUT.has(`${noun}_${one.verb}`))
      .sort((one, other) => Number(isPartOf(one)) - Number(isPartOf(other)));
    const verbs = Object.fromEntries(own.map((one) => [kebab(one.verb), verbOf(openapi, one)]));
    return [kebab(noun), { noun, verbs }];
  });
  return `/** Generated from openapi.yml. */

export interface Field {
  type: 'text' | 'integer' | 'boolean' | 'json';
  required: boolean;
  nullable: boolean;
  about: string;
}
export interface Verb {
  /** The method of the SDK's noun. */
  verb: string;
  summary: string;
  takesId: boolean;
  input: 'body' | 'query' | 'none';
  fields: Readonly<Record<string, Field>>;
}

/** By their names on the command line. */
export const NOUNS: Readonly<Record<string, { noun: string; verbs: Readonly<Record<string, Verb>> }>> = ${JSON.stringify(Object.fromEntries(nouns), null, 2)};
`;
}
