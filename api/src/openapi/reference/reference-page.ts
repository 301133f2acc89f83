import type { OpenAPIObject } from '@nestjs/swagger';
import { LANGUAGES } from './code-samples.js';
import { errorsSection } from './errors-section.js';
import { anchorOf, fieldsOf, type Schemas, titleOf } from './fields.js';
import { escaped, inline, paragraphs } from './html.js';
import { anchorOfOperation, type Operation, operationHtml, operationsOf } from './operations.js';
import { REFERENCE_SCRIPT_PATH } from './reference-script.js';
import { REFERENCE_STYLE } from './reference-style.js';

/** The path of the page. */
export const REFERENCE_PATH = '/reference';

/** The API reference to read: one page made from the document. It needs no script. */
export function referencePage(document: OpenAPIObject, dashboardUrl: string): string {
  const schemas = (document.components?.schemas ?? {}) as Schemas;
  const operations = operationsOf(document);
  const sections = (document.tags ?? [])
    .map(({ name, description }) => ({ name, description, own: operations.filter(({ tag }) => tag === name) }))
    .filter(({ own }) => own.length > 0);
  const objects = Object.entries(schemas).filter(([, { properties }]) => properties);
  const server = document.servers?.[0]?.url ?? '';
  const anchor = (name: string) => `tag-${name.replaceAll(' ', '-')}`;
  const links = sections.map(
    ({ name, own }) =>
      `<li><a href="#${anchor(name)}">${escaped(name)}</a><ul>${own.map(operationLink).join('')}</ul></li>`,
  );
  const body = sections.map(
    ({ name, description, own }) =>
      `<section aria-labelledby="${anchor(name)}"><h2 id="${anchor(name)}">${escaped(name)}</h2>${paragraphs(description)}` +
      `${own.map((operation) => operationHtml(operation, { schemas, server })).join('')}</section>`,
  );
  const objectList = objects.map(
    ([name, schema]) =>
      `<article><h3 id="${anchorOf(name)}">${escaped(titleOf(name))}</h3>` +
      `${paragraphs(schema.description)}${fieldsOf(schema, schemas)}</article>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API reference · ${escaped(document.info.title)}</title>
<style>${REFERENCE_STYLE}</style>
<script src="${REFERENCE_SCRIPT_PATH}" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<p class="brand">${escaped(document.info.title)}</p>
<p><a href="${escaped(dashboardUrl)}">Dashboard</a> · <a href="/docs">Try it in Swagger UI</a> · <a href="/openapi.yaml">openapi.yml</a></p>
<fieldset><legend>Language of the samples</legend>${LANGUAGES.map(languageChoice).join('')}</fieldset>
<p class="folds"><label><input type="checkbox" id="contents"> Show the contents</label></p>
<nav aria-label="Contents"><ul>${links.join('')}<li><a href="#errors">Errors</a></li><li><a href="#objects">Objects</a></li></ul></nav>
</header>
<main id="content">
<h1>API reference</h1>
${paragraphs(document.info.description)}
<p>The server is <code>${escaped(server)}</code>. ${inline('`API_KEY` and `API_SECRET` stand for a key of your merchant.')}</p>
${body.join('\n')}
${errorsSection()}
<section aria-labelledby="objects"><h2 id="objects">Objects</h2><p>What requests take and responses contain.</p>${objectList.join('')}</section>
</main>
</body>
</html>`;
}

const operationLink = (operation: Operation) =>
  `<li><a href="#${anchorOfOperation(operation)}">${inline(operation.summary)}</a></li>`;

const languageChoice = ([id, name]: (typeof LANGUAGES)[number], index: number) =>
  `<label><input type="radio" name="language" id="language-${id}"${index === 0 ? ' checked' : ''}> ${name}</label>`;
