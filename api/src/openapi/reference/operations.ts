import type { OpenAPIObject } from '@nestjs/swagger';
import { LANGUAGES, type SampleRequest } from './code-samples.js';
import { anchorOf, fieldsOf, nameOf, type Schema, type Schemas, titleOf, typeOf } from './fields.js';
import { highlighted } from './highlight.js';
import { escaped, inline, paragraphs } from './html.js';

interface Parameter {
  name: string;
  in: string;
  description?: string;
  required?: boolean;
  example?: unknown;
  schema?: Schema & { example?: unknown };
}
interface Content {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, { value?: unknown }>;
}
interface Answer {
  description: string;
  content?: Record<string, Content>;
}
interface Described {
  operationId: string;
  tags?: string[];
  summary?: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Content> };
  responses?: Record<string, Answer>;
  security?: Record<string, unknown>[];
}

export interface Operation {
  tag: string;
  method: string;
  path: string;
  summary: string;
  described: Described;
}

/** All operations in the order of the document; webhooks are described where they are received, in docs/webhooks.md. */
export const operationsOf = ({ paths }: OpenAPIObject): Operation[] =>
  Object.entries(paths as unknown as Record<string, Record<string, Described>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      tag: described.tags?.[0] ?? '',
      method: method.toUpperCase(),
      path,
      summary: described.summary ?? described.operationId,
      described,
    })),
  );

export const anchorOfOperation = ({ described }: Operation) => described.operationId;

/** One operation: what it does, its input, its errors; beside it a sample in each language and the response. */
export function operationHtml(operation: Operation, { schemas, server }: { schemas: Schemas; server: string }): string {
  const { described, method, path, summary } = operation;
  const { parameters = [], requestBody, responses = {} } = described;
  const body = contentOf(requestBody?.content);
  const [[status, answer] = ['', undefined]] = Object.entries(responses).filter(([code]) => code.startsWith('2'));
  const returned = contentOf(answer?.content);
  const errors = Object.entries(responses).filter(([code]) => Number(code) >= 400);
  return (
    `<article><div class="text"><h3 id="${anchorOfOperation(operation)}">${inline(summary)}</h3>` +
    `<p class="path"><b class="${method.toLowerCase()}">${method}</b> <code>${escaped(path)}</code></p>` +
    paragraphs(described.description) +
    listed('Parameters', parameters.map(parameterRow)) +
    (body?.schema ? bodyHtml(body.schema, schemas) : '') +
    (returned?.schema ? `<h4>Returns</h4><p>${status}: ${returnedType(returned.schema)}</p>` : '') +
    listed(
      'Errors',
      errors.map(([code, { description }]) => `<div><dt>${code}</dt><dd>${inline(description)}</dd></div>`),
    ) +
    `</div><div class="code">${samples(operation, body, server)}${response(status, returned)}</div></article>`
  );
}

const contentOf = (content: Record<string, Content> | undefined) => content && Object.values(content)[0];

const listed = (title: string, rows: string[]) =>
  rows.length === 0 ? '' : `<details><summary>${title}</summary><dl class="fields">${rows.join('')}</dl></details>`;

const parameterRow = ({ name, in: place, required, description, schema }: Parameter) =>
  `<div><dt><code>${escaped(name)}</code> <span>${place}, ${typeOf(schema ?? {})}</span>${required ? ' <b>required</b>' : ''}</dt>` +
  `<dd>${inline(description ?? '')}</dd></div>`;

const bodyHtml = (schema: Schema, schemas: Schemas) => `<h4>Body</h4>${fieldsOf(schema, schemas)}`;

function returnedType(schema: Schema): string {
  const name = nameOf(schema);
  return name ? `<a href="#${anchorOf(name)}">${escaped(titleOf(name))}</a>` : typeOf(schema);
}

const exampleOf = (content: Content | undefined) =>
  content?.example ?? Object.values(content?.examples ?? {})[0]?.value;

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

function samples({ method, path, described }: Operation, body: Content | undefined, server: string): string {
  const inPath = (described.parameters ?? []).filter((one) => one.in === 'path');
  const ids = inPath.map(({ name, example, schema }) => textOf(example ?? schema?.example ?? `{${name}}`));
  const url = inPath.reduce((text, { name }, index) => text.replace(`{${name}}`, ids[index] ?? ''), server + path);
  const schemes = (described.security ?? []).flatMap((one) => Object.keys(one));
  const request: SampleRequest = {
    ...{ method, url, ids, operationId: described.operationId, body: exampleOf(body) },
    credentials: schemes.includes('ApiKey') ? 'key' : schemes.length > 0 ? 'session' : 'none',
  };
  return LANGUAGES.map(
    ([id, name, sample]) =>
      `<div class="sample" data-language="${id}"><pre data-language="${id}" aria-label="${name}">` +
      `<code>${highlighted(sample(request), id)}</code></pre></div>`,
  ).join('');
}

function response(status: string, content: Content | undefined): string {
  const example = exampleOf(content);
  if (example === undefined) return '';
  const text = typeof example === 'string' ? example : JSON.stringify(example, null, 2);
  return (
    `<details open><summary>Response ${status}</summary>` +
    `<div class="sample"><pre><code>${highlighted(text, 'json')}</code></pre></div></details>`
  );
}
