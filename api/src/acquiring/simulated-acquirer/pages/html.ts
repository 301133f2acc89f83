import { createHash } from 'node:crypto';
import type { Reply } from '../http/reply.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML whose values are escaped. */
export class Html {
  constructor(readonly text: string) {}
}

/** A template whose values are escaped, unless they are HTML already; lists are joined. */
export function html(parts: TemplateStringsArray, ...values: unknown[]): Html {
  const text = parts.reduce(
    (whole, part, index) => whole + part + (index < values.length ? textOf(values[index]) : ''),
    '',
  );
  return new Html(text);
}

/** For text of a library that is HTML already. */
export const raw = (text: string): Html => new Html(text);

function textOf(value: unknown): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(textOf).join('');
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

const STYLE = `
:root{color-scheme:light dark;--ink:#17202a;--soft:#5b6875;--line:#d5dbe1;--paper:#fff;--ground:#f3f5f8;--accent:#2146c7;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#edf1f5;--soft:#a9b4bf;--line:#3a4550;--paper:#1b222a;--ground:#11161c;--accent:#8fa8ff;--bad:#ff8a80}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px 16px;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{width:100%;max-width:420px;padding:28px;background:var(--paper);border:1px solid var(--line);border-radius:14px}
h1{margin:0;font-size:1.05rem;font-weight:600}
h2{margin:28px 0 12px;font-size:1rem}
.amount{margin:2px 0 0;font-size:2rem;font-weight:700;letter-spacing:-.02em}
.note,.hint{color:var(--soft);font-size:.875rem}
.note{margin:24px 0 0;padding-top:16px;border-top:1px solid var(--line)}
.error{color:var(--bad);font-size:.875rem;margin:4px 0 0}
.alert{margin:20px 0 0;padding:12px 14px;border:1px solid var(--bad);border-radius:8px;color:var(--bad)}
label{display:block;margin:14px 0 4px;font-size:.875rem;font-weight:600}
input{width:100%;padding:11px 12px;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:8px}
input[aria-invalid=true]{border-color:var(--bad)}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:12px}
button,.button{display:block;width:100%;margin-top:18px;padding:12px;font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer;border-radius:8px;border:1px solid var(--accent);background:var(--accent);color:var(--paper)}
.plain{background:transparent;color:var(--accent);margin-top:10px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.qr{display:block;width:216px;height:216px;margin:20px auto 0;padding:8px;background:#fff;border-radius:8px}
.qr svg{display:block;width:100%;height:100%}
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** A page of the site. `target` is the only other origin to which a form of it may lead. */
export function document(title: string, body: Html, target?: string, status = 200): Reply {
  const text = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${textOf(title)}</title><style>${STYLE}</style></head>
<body><main>${body.text}</main></body></html>`;
  const forms = ["'self'", ...(target === undefined ? [] : [new URL(target).origin])].join(' ');
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'`,
    `form-action ${forms}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  return { status, text, headers };
}

export const redirect = (location: string): Reply => ({ status: 303, text: '', headers: { location } });
