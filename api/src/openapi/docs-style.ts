import { FONT_FACES, MONO, SANS } from './fonts.js';

/** The colours of the web apps; a test compares them with sdk/web/css/tokens.css. */
export const LIGHT = `--canvas:#f7f8fa;--surface:#fff;--raised:#fff;--line:#e5e8ee;--line-strong:#cdd3dd;--ink:#101828;--ink-2:#475467;
  --ink-3:#5f6b7e;--accent:#3538cd;--accent-ink:#fff;--accent-soft:#eef0ff;--good:#067647;--good-soft:#ecfdf3;
  --wait:#93590a;--wait-soft:#fffaeb;--bad:#b42318;--bad-soft:#fef3f2;--info:#175cd3;--info-soft:#eff8ff;`;
export const DARK = `--canvas:#0c0f14;--surface:#12161d;--raised:#181d26;--line:#232a36;--line-strong:#344054;--ink:#eef1f6;--ink-2:#aab4c3;
  --ink-3:#8f9bad;--accent:#8b8ff5;--accent-ink:#0c0f14;--accent-soft:#1e2147;--good:#47cd89;--good-soft:#0d2b1f;
  --wait:#fdb022;--wait-soft:#2f230b;--bad:#f97066;--bad-soft:#33130f;--info:#84adff;--info-soft:#12213f;`;

/** Badge and border of an operation, by its method. */
const METHODS = { get: 'info', post: 'good', patch: 'wait', put: 'wait', delete: 'bad' } as const;

/** More specific than Swagger UI's own rules, those of its dark mode included. */
const UI = ':root body .swagger-ui';

const methodStyle = ([method, color]: [string, string]) => `
${UI} .opblock.opblock-${method} { background: var(--surface); border-color: var(--line); }
${UI} .opblock.opblock-${method} .opblock-summary { border-color: var(--line); }
${UI} .opblock.opblock-${method} .opblock-summary-method { background: var(--${color}-soft); color: var(--${color}); }`;

/**
 * Swagger UI in the look of the web apps, with enough contrast, and without sideways scrolling on a phone. It sets the
 * class `dark-mode` by itself where the system is dark.
 */
export const DOCS_STYLE = `
${FONT_FACES}
html { ${LIGHT} background: var(--canvas); color-scheme: light; }
html.dark-mode { ${DARK} color-scheme: dark; }
body, ${UI}, ${UI} .scheme-container { background: var(--canvas) !important; }
.back { display: flex; flex-wrap: wrap; gap: 4px 20px; padding: 12px 20px; border-bottom: 1px solid var(--line); background: var(--surface); font: 500 14px/20px ${SANS}; }
.back a { color: var(--accent); }
${UI} :is(a, button, select, input, textarea, small, .btn, .opblock-summary-method) { font-family: inherit; }
${UI} :is(textarea, code, pre, .microlight) { font-family: ${MONO}; }
${UI}, ${UI} :is(.info .title, .info li, .info p, .info table, h1, h2, h3, h4, h5, label, p, td, th, section.models h4,
  .opblock-tag, .opblock-summary-path, .opblock-description-wrapper p, .response-col_status, .parameter__name, .model, .model-title,
  .tab li, table thead tr td, table thead tr th, .opblock .opblock-section-header h4, .opblock .opblock-section-header > label) {
  font-family: ${SANS}; color: var(--ink);
}
${UI} .topbar { display: none; }
${UI} .wrapper { max-width: 1120px; }
${UI} .info { margin: 32px 0 16px; }
${UI} .info .title { font-size: 24px; line-height: 32px; font-weight: 600; letter-spacing: -0.01em; }
${UI} .info .title small, ${UI} .info .title small.version-stamp { background: var(--accent-soft); top: 0; padding: 0 8px; line-height: 22px; vertical-align: middle; white-space: nowrap; }
${UI} .info .title small pre { margin: 0; padding: 0; font-size: 12px; line-height: 22px; }
${UI} .info__license a::before { content: 'License: '; color: var(--ink-2); }
${UI} .info .title small pre { color: var(--accent); font-family: inherit; font-weight: 600; }
${UI} .info :is(p, li) { color: var(--ink-2); font-size: 14px; line-height: 22px; max-width: 760px; margin-inline: 0; }
${UI} :is(.info a, .link, .models-control, .info__license a) { color: var(--accent); }
${UI} a.nostyle { color: inherit; }
${UI} :is(.markdown, .renderedMarkdown) code, ${UI} .info code {
  background: var(--accent-soft); color: var(--accent); font-weight: 500; border-radius: 4px; padding: 1px 5px; overflow-wrap: anywhere;
}
${UI} .scheme-container { background: transparent; box-shadow: none; padding: 0 0 16px; margin: 0; border: 0; }
${UI} .servers-title, ${UI} .servers > label { color: var(--ink-2); font-weight: 500; }
${UI} .opblock-tag { border-color: var(--line); font-size: 16px; font-weight: 600; padding: 12px 0; }
${UI} .opblock-tag small, ${UI} .opblock-tag small p { color: var(--ink-2); font-size: 13px; }
${UI} .opblock { border-radius: 10px; box-shadow: none; margin: 0 0 8px; }
${UI} .opblock .opblock-summary-method { border-radius: 6px; font-size: 12px; font-weight: 600; min-width: 68px; padding: 5px 0; text-shadow: none; }
${UI} .opblock .opblock-summary .opblock-summary-path { font: 500 13px/20px ${MONO}; max-width: none; flex: 0 1 auto; }
${UI} .opblock .opblock-summary-description { color: var(--ink-2); font-family: inherit; font-size: 13px; }
${UI} .opblock.opblock .opblock-section-header.opblock-section-header { background: var(--canvas) !important; box-shadow: none; border-block: 1px solid var(--line); min-height: 40px; }
${UI} :is(pre.microlight, .microlight, .highlight-code > .microlight) { background: var(--canvas) !important; border: 1px solid var(--line); border-radius: 8px; color: var(--ink); }
${UI} .microlight :is(code, span) { color: var(--ink) !important; }
${UI} :is(.parameter__type, .parameter__in, .parameter__deprecated, .response-col_description__inner p, .prop-type, .prop-format,
  .opblock-description-wrapper p, .opblock-external-docs-wrapper p, .response-control-media-type__accept-message, .response-control-media-type__title,
  .response-control-examples__title, .json-schema-2020-12__attribute, .json-schema-2020-12__description p, .renderedMarkdown p, .loading-container) { color: var(--ink-2); }
${UI} .parameter__name.required::after, ${UI} .parameter__name.required span { color: var(--bad); }
${UI} :is(input[type=text], input[type=password], input[type=search], input[type=email], textarea, select) {
  background: var(--surface); color: var(--ink); border: 1px solid var(--line-strong); border-radius: 8px; box-shadow: none; max-width: 100%;
}
${UI} ::placeholder { color: var(--ink-3); opacity: 1; }
${UI} .btn { border: 1px solid var(--line-strong); border-radius: 8px; box-shadow: none; color: var(--ink); background: var(--surface); font-family: inherit; }
${UI} .btn:is(.authorize, .execute) { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
${UI} .btn.authorize :is(span, svg) { color: var(--accent-ink) !important; fill: currentColor !important; }
${UI} .btn.cancel { color: var(--bad); border-color: var(--line-strong); }
${UI} .opblock.opblock-deprecated { opacity: 1; }
${UI} .btn:is(.authorize, .execute) { border-color: var(--accent) !important; }
${UI} .tab-header .tab-item.active h4 span::after { background: var(--accent) !important; }
${UI} :is(.parameter__name, .parameters-col_description, .response-col_description, .response-col_status) :is(p, input, select, textarea), ${UI} .parameter__name { font-size: 14px; }
${UI} :is(section.models, .model-box, .json-schema-2020-12, .dialog-ux .modal-ux, .dialog-ux .modal-ux-header) { background: var(--surface); border-color: var(--line); }
${UI} .authorization__btn { opacity: 0.7; }
${UI} :is(.opblock-control-arrow, .expand-operation) svg { width: 16px; height: 16px; fill: var(--ink-3) !important; }
${UI} .authorization__btn svg, ${UI} .authorization__btn svg path, ${UI} .expand-operation svg, ${UI} .opblock-control-arrow svg { fill: var(--ink-3); }
${UI} :focus { outline: none; }
${UI} :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
${Object.entries(METHODS).map(methodStyle).join('')}
@media (max-width: 700px) {
  ${UI} .wrapper { padding: 0 12px; }
  ${UI} .opblock .opblock-summary { padding: 8px; }
  ${UI} .opblock .opblock-summary-control { display: grid; min-width: 0; grid-template-columns: 72px minmax(0, 1fr); gap: 4px 8px; align-items: center; }
  ${UI} .opblock .opblock-summary-path-description-wrapper { display: contents; }
  ${UI} .opblock .opblock-summary .opblock-summary-path { max-width: none; padding: 0; font-size: 12px; overflow-wrap: anywhere; }
  ${UI} .opblock .opblock-summary-description { grid-column: 1 / -1; padding: 0; }
  ${UI} .opblock-tag { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; }
  ${UI} .opblock-tag small { grid-row: 2; grid-column: 1 / -1; padding: 0; }
  ${UI} :is(.parameters, .responses-table), ${UI} :is(.parameters, .responses-table) :is(tbody, tr, td) { display: block; width: 100%; }
  ${UI} :is(.parameters, .responses-table) thead { display: none; }
  ${UI} .responses-inner, ${UI} .table-container { padding: 8px; overflow-x: auto; }
}
`;

/**
 * Names for the fields that Swagger UI leaves without one, as screen readers need them, and links to the other pages. It
 * draws the fields again and again, so the page is watched.
 */
export const docsScript = (dashboardUrl: string) => `
const NAMES = { '#servers': 'Server', '.examples-select-element': 'Example', '.body-param__text': 'Request body',
  '.content-type': 'Content type', '.parameters select': 'Value', '.parameters input': 'Value' };
const name = () => {
  for (const [selector, text] of Object.entries(NAMES))
    for (const field of document.querySelectorAll(selector + ':not([aria-label])')) field.setAttribute('aria-label', text);
};
new MutationObserver(name).observe(document, { childList: true, subtree: true });
const back = document.createElement('nav');
back.className = 'back';
back.setAttribute('aria-label', 'Pages');
for (const [text, href] of [['Dashboard', ${JSON.stringify(dashboardUrl)}], ['API reference', '/reference']]) {
  const link = document.createElement('a');
  Object.assign(link, { href, textContent: text });
  back.append(link);
}
addEventListener('DOMContentLoaded', () => document.body.prepend(back));
if (document.body) document.body.prepend(back);
`;
