import { ERROR_STATUS, type ErrorCode } from '../../platform/errors/api-error.js';
import { REASONS_OF_CODE } from '../../platform/errors/error-reasons.js';
import type { ReasonTable } from '../../platform/errors/input-reasons.js';
import { escaped, inline } from './html.js';

/** Links of the tables lead to files of docs/, which this page does not have. */
const withoutLinks = (text: string) => text.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const reasonHtml = ([reason, [cause, cure]]: [string, readonly [string, string]]) =>
  `<div><dt id="error-${escaped(reason)}"><code>${escaped(reason)}</code></dt>` +
  `<dd>${inline(withoutLinks(`${sentence(cause)} What to do: ${cure}.`))}</dd></div>`;

const codeHtml = ([code, reasons]: [string, ReasonTable]) =>
  `<article><h3>${escaped(code)} · ${ERROR_STATUS[code as ErrorCode]}</h3>` +
  `<dl class="fields">${Object.entries(reasons).map(reasonHtml).join('')}</dl></article>`;

/** Every reason of a refusal, by its code. The dashboard links to `#error-<reason>`. */
export const errorsSection = () =>
  `<section aria-labelledby="errors"><h2 id="errors">Errors</h2>` +
  `<p>${inline('The `reason` of every refusal, by its `code` and status, and what to do.')}</p>` +
  `${Object.entries(REASONS_OF_CODE).map(codeHtml).join('')}</section>`;
