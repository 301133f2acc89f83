/** resources.ts: every operation as `noun.verb`, with its own signature and description. */
import { publicName } from './operations.mjs';

/** Inputs that the SDK types more exactly than the document: `../payment-input.js` has a union by payment method. */
const REFINED = { CreatePayment: 'CreatePaymentInput' };

const nameOf = (schemaName) => {
  const name = publicName(schemaName);
  return REFINED[name] ?? `objects.${name}`;
};

/** Only lists have pages; `ReadOptions` has no idempotency key. */
function signature({ verb, method, pathParameters, input, answer }) {
  const parameters = pathParameters.map((name) => `${name}: string`);
  if (input.kind !== 'none') {
    const name = input.kind === 'query' ? 'query' : 'input';
    parameters.push(`${name}${input.isOptional ? '?' : ''}: ${nameOf(input.schemaName)}`);
  }
  parameters.push(`options?: ${method === 'GET' ? 'ReadOptions' : 'RequestOptions'}`);
  return `${verb}(${parameters.join(', ')}): ${resultOf(answer)};`;
}

function resultOf({ kind, schemaName }) {
  if (kind === 'stream') return 'AsyncIterable<ServerSentEvent>';
  if (kind === 'text') return 'ApiPromise<string>';
  if (kind === 'bytes') return 'ApiPromise<Uint8Array>';
  const name = nameOf(schemaName);
  return kind === 'list' ? `List<${name}['data'][number], ${name}>` : `ApiPromise<${name}>`;
}

function comment({ summary, description }) {
  const text = [`${summary}.`, description].filter(Boolean).join('\n\n').replaceAll('*/', '*\\/');
  return ['/**', ...text.split('\n').map((line) => ` * ${line}`.trimEnd()), ' */'];
}

export function resourcesOf(operations) {
  const nouns = new Map();
  for (const one of operations) nouns.set(one.noun, [...(nouns.get(one.noun) ?? []), one]);
  const members = [...nouns].map(([noun, verbs]) => {
    const lines = verbs.flatMap((operation) => [...comment(operation), signature(operation)]);
    return `  readonly ${noun}: {\n${lines.map((line) => `    ${line}`).join('\n')}\n  };`;
  });
  return `/** Generated from openapi.yml. */
import type { ApiPromise } from '../api-promise.js';
import type { List } from '../list.js';
import type { CreatePaymentInput } from '../payment-input.js';
import type { ServerSentEvent } from '../server-sent-events.js';
import type { ReadOptions, RequestOptions } from '../options.js';
import type * as objects from './objects.js';

/** Every operation of the API as a noun and a verb: \`orders.create\`, \`payments.capture\`, \`endpoints.rotateSecret\`. */
export interface Resources {
${members.join('\n')}
}
`;
}
