/**
 * objects.ts: every object of the API as a type with camelCase keys. The document is renamed before the types are made
 * from it: a mapped type that renames keys would lose the description of each of them in the editor.
 */
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { camelKey, publicName } from './operations.mjs';

/** An input accepts a Date where the wire has a time. */
const DATE_OR_TEXT = ts.factory.createUnionTypeNode([
  ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
  ts.factory.createTypeReferenceNode('Date'),
]);

/**
 * A copy with camelCase keys and public names. Examples that are objects are left out, because their keys are
 * snake_case.
 */
function renamed(schema) {
  if (Array.isArray(schema)) return schema.map(renamed);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([name, value]) => !/^examples?$/.test(name) || typeof value !== 'object')
      .map(([name, value]) => {
        if (name === '$ref') return [name, value.replace(/\w+$/, publicName)];
        if (name === 'required' && Array.isArray(value)) return [name, value.map(camelKey)];
        if (name === 'properties') {
          return [
            name,
            Object.fromEntries(Object.entries(value).map(([key, inner]) => [camelKey(key), renamed(inner)])),
          ];
        }
        return [name, renamed(value)];
      }),
  );
}

/** The names of `roots` and of every schema that they refer to. */
function reachable(schemas, roots, found = new Set()) {
  for (const name of roots) {
    if (found.has(name)) continue;
    found.add(name);
    const references = [...JSON.stringify(schemas[name]).matchAll(/#\/components\/schemas\/(\w+)/g)];
    reachable(
      schemas,
      references.map(([, reference]) => reference),
      found,
    );
  }
  return found;
}

/** `payment.requires_action` becomes `PaymentRequiresActionEvent`. */
const eventName = (type) => `${type.replace(/(?:^|[._])([a-z])/g, (_, letter) => letter.toUpperCase())}Event`;

const eventSchemas = (webhooks) =>
  Object.fromEntries(
    Object.entries(webhooks).map(([type, { post }]) => [
      eventName(type),
      { description: post.summary, ...post.requestBody.content['application/json'].schema },
    ]),
  );

export async function objectsOf(openapi, operations) {
  const events = eventSchemas(openapi.webhooks);
  const queries = operations.filter(({ input }) => input.schema).map(({ input }) => [input.schemaName, input.schema]);
  const schemas = { ...openapi.components.schemas, ...events, ...Object.fromEntries(queries) };
  const inputs = operations.map(({ input }) => input.schemaName).filter(Boolean);
  const answers = operations.map(({ answer }) => answer.schemaName).filter(Boolean);
  const used = reachable(schemas, [...inputs, ...answers, ...Object.keys(events)]);
  const received = reachable(schemas, [...answers, ...Object.keys(events)]);
  const document = {
    openapi: openapi.openapi,
    info: openapi.info,
    paths: {},
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas)
          .filter(([name]) => used.has(name))
          .map(([name, schema]) => [publicName(name), renamed(received.has(name) ? schema : withDates(schema))]),
      ),
    },
  };
  const ast = await openapiTS(document, {
    defaultNonNullable: false,
    alphabetize: false,
    transform: (schema) => (schema['x-date'] ? DATE_OR_TEXT : undefined),
  });
  const names = Object.keys(document.components.schemas);
  const webhookEvent = Object.keys(events).map((name) => `components['schemas']['${name}']`);
  return [
    '/** Generated from openapi.yml: the objects of the API, with camelCase keys. */',
    declaration(astToString(ast)),
    ...names.map((name) => `export type ${name} = components['schemas']['${name}'];`),
    '/** Every event by its type: a `switch` over `event.event` narrows `event.data`. */',
    `export type WebhookEvent =\n  | ${webhookEvent.join('\n  | ')};\n`,
  ].join('\n');
}

/** The one interface that is needed. An editor shows a description as text, and a `@description` as a tag. */
function declaration(text) {
  const [components] = text.match(/^export interface components \{[^]*?\n\}\n/m);
  return components.replace('export ', '').replaceAll('* @description ', '* ');
}

/** Marks the times of a schema that is only ever sent. */
function withDates(schema) {
  if (Array.isArray(schema)) return schema.map(withDates);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, withDates(value)]));
  return schema.format === 'date-time' ? { ...copy, 'x-date': true } : copy;
}
