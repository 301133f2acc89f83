import { DARK, LIGHT } from '../docs-style.js';
import { FONT_FACES, MONO, SANS } from '../fonts.js';
import { LANGUAGES } from './code-samples.js';

/** A sample is shown if its language is chosen: without scripts, by the state of the radio button. */
const shownSample = ([id]: (typeof LANGUAGES)[number]) =>
  `html:not(:has(#language-${id}:checked)) [data-language=${id}] { display: none; }`;

/** The look of the web apps. From 1000 px the contents stay at the side, from 1240 px the code is beside the text. */
export const REFERENCE_STYLE = `
${FONT_FACES}
:root { ${LIGHT} color-scheme: light; }
@media (prefers-color-scheme: dark) { :root { ${DARK} color-scheme: dark; } }
* { box-sizing: border-box; }
html { background: var(--canvas); color: var(--ink); font: 400 15px/24px ${SANS}; scroll-padding-top: 16px; }
body { margin: 0; overflow-wrap: anywhere; }
p, ul, dl, pre { margin: 0; }
main > p, section > p, .text > p { margin-top: 12px; max-width: 720px; color: var(--ink-2); }
h1 { margin: 0; font-size: 28px; line-height: 36px; font-weight: 600; letter-spacing: -0.01em; }
h2 { margin: 64px 0 0; font-size: 22px; line-height: 30px; font-weight: 600; }
h3 { margin: 0; font-size: 17px; line-height: 24px; font-weight: 600; }
h4 { margin: 20px 0 0; font-size: 14px; line-height: 20px; font-weight: 600; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
code { font: 500 13px/20px ${MONO}; }
:is(p, dd) code { padding: 1px 5px; border-radius: 4px; background: var(--accent-soft); color: var(--accent); }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 8px; top: 8px; z-index: 2; padding: 8px 12px; background: var(--surface); }
header { padding: 20px 16px; border-bottom: 1px solid var(--line); background: var(--surface); font-size: 14px; line-height: 20px; }
header > p + p { margin-top: 4px; }
.brand { font-weight: 600; }
fieldset { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 16px 0 0; padding: 0; border: 0; }
legend { margin-bottom: 4px; padding: 0; color: var(--ink-2); font-size: 13px; }
fieldset label { display: inline-flex; min-height: 28px; align-items: center; gap: 6px; }
input { margin: 0; accent-color: var(--accent); }
fieldset label { padding: 0 10px; border: 1px solid var(--line-strong); border-radius: 999px; cursor: pointer; }
fieldset label:has(:checked) { border-color: var(--accent); background: var(--accent-soft); color: var(--accent); font-weight: 500; }
.folds { margin-top: 12px; }
.folds label { display: inline-flex; min-height: 28px; align-items: center; gap: 6px; font-weight: 500; }
@media (max-width: 999px) { .folds:not(:has(:checked)) + nav { display: none; } }
summary { min-height: 28px; cursor: pointer; font-weight: 500; }
nav ul { padding: 0; list-style: none; }
nav > ul > li { margin-top: 12px; }
nav a { display: block; padding: 3px 0; color: var(--ink-2); text-decoration: none; font-size: 13px; line-height: 18px; }
nav > ul > li > a { color: var(--ink); font-weight: 600; }
nav a[aria-current] { color: var(--accent); font-weight: 500; }
nav a:hover { color: var(--accent); text-decoration: underline; }
main { padding: 24px 16px 96px; }
article { margin-top: 32px; padding-top: 24px; border-top: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 600px; }
.path b { display: inline-block; min-width: 52px; padding: 0 8px; border-radius: 6px; text-align: center; font-size: 12px; font-weight: 600; }
.path b { background: var(--info-soft); color: var(--info); }
.path b.post { background: var(--good-soft); color: var(--good); }
.path b:is(.patch, .put) { background: var(--wait-soft); color: var(--wait); }
.path b.delete { background: var(--bad-soft); color: var(--bad); }
.path code { background: none; color: var(--ink); }
.text details, .code details { margin-top: 12px; font-size: 14px; line-height: 20px; }
.fields { margin-top: 8px; border-top: 1px solid var(--line); font-size: 14px; line-height: 20px; }
.fields > div { padding: 8px 0; border-bottom: 1px solid var(--line); }
.fields dt span { color: var(--ink-3); font-size: 13px; }
.fields dt b { color: var(--bad); font-size: 12px; font-weight: 600; }
.fields dd { margin: 2px 0 0; color: var(--ink-2); max-width: 720px; }
.code { margin-top: 16px; min-width: 0; }
pre { padding: 12px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); white-space: pre-wrap; }
pre code { font-weight: 400; font-size: 12.5px; }
pre .name { color: var(--info); }
pre .string { color: var(--good); }
pre :is(.number, .keyword) { color: var(--accent); }
pre .comment { color: var(--ink-3); }
.sample { position: relative; }
.copy { position: absolute; top: 8px; right: 8px; padding: 2px 10px; border: 1px solid var(--line-strong); border-radius: 6px; background: var(--surface); color: var(--ink-2); font: 500 12px/20px ${SANS}; cursor: pointer; }
.copy:hover { color: var(--accent); border-color: var(--accent); }
.code > details .sample { margin-top: 8px; }
@media (min-width: 1000px) {
  header { position: fixed; inset: 0 auto 0 0; width: 264px; overflow-y: auto; border: 0; border-right: 1px solid var(--line); }
  .folds { display: none; }
  main { margin-left: 264px; padding: 40px 40px 96px; }
}
@media (min-width: 1240px) {
  article { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 460px); gap: 40px; }
  article:not(:has(.code)) { display: block; }
  .code { margin-top: 0; }
  .code { position: sticky; top: 16px; align-self: start; max-height: calc(100vh - 32px); overflow-y: auto; }
}
@media print { header, .code details { display: none; } main { margin: 0; padding: 0; } article { content-visibility: visible; } }
${LANGUAGES.map(shownSample).join('\n')}
`;
