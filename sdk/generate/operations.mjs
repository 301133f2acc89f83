/** The operations of openapi.yml, reduced to what the SDK's types and its client need. */

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** `OrderDto` in the document is `Order` in the SDK. */
export const publicName = (schemaName) => schemaName.replace(/Dto$/, '');
export const camelKey = (key) => key.replace(/_[a-z0-9]/g, (match) => match.slice(1).toUpperCase());
const capitalized = (text) => text[0].toUpperCase() + text.slice(1);
const refName = ($ref) => $ref.split('/').at(-1);

/** @returns every operation; its input and response are schemas by name, which objects.mjs declares */
export function operationsOf(openapi) {
  return Object.entries(openapi.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => operationOf(openapi, path, method, item[method])),
  );
}

function operationOf(openapi, path, method, definition) {
  const { operationId, summary, description, parameters = [], requestBody } = definition;
  const [noun, verb] = operationId.split('_');
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const body = requestBody?.content['application/json'].schema;
  return {
    noun,
    verb,
    method: method.toUpperCase(),
    path,
    summary,
    description,
    pathParameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
    input: inputOf(openapi, { noun, verb, query, body }),
    answer: answerOf(openapi, definition.responses),
  };
}

function inputOf(openapi, { noun, verb, query, body }) {
  if (body) {
    const schemaName = refName(body.$ref);
    const { required = [] } = openapi.components.schemas[schemaName];
    return { kind: 'body', schemaName, isOptional: required.length === 0 };
  }
  if (query.length === 0) return { kind: 'none' };
  const schema = querySchema(query);
  const schemaName = `${capitalized(noun)}${capitalized(verb)}Query`;
  return { kind: 'query', schemaName, schema, isOptional: schema.required.length === 0 };
}

/** The query parameters as the properties of one object. */
function querySchema(parameters) {
  return {
    type: 'object',
    properties: Object.fromEntries(
      parameters.map(({ name, description, schema }) => [name, { ...schema, ...(description && { description }) }]),
    ),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
  };
}

/** `json` by default; a response may also be a page of a `list`, `text`, `bytes`, or a `stream` of server-sent events. */
function answerOf(openapi, responses) {
  const [, { content = {} }] = Object.entries(responses).find(([status]) => status.startsWith('2'));
  if (content['text/event-stream']) return { kind: 'stream' };
  if (content['application/pdf']) return { kind: 'bytes' };
  if (!content['application/json']) return { kind: 'text' };
  const schemaName = refName(content['application/json'].schema.$ref);
  const { data, next_cursor: cursor } = openapi.components.schemas[schemaName].properties ?? {};
  return { kind: data && cursor ? 'list' : 'json', schemaName };
}
