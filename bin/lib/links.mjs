/**
 * Checks the references in documents: relative links with anchors, paths in code spans, and npm scripts.
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { inRoot, root } from './project.mjs';

const NO_DOCUMENTS = new Set(['node_modules', 'dist', 'dist-harness', '.next', '.data', '.git', 'coverage']);
const DOCUMENT = /\.md$|^(llms\.txt|openapi\.yml|submission\.yml)$/;
/** `[text](target)`, `![text](target)`, `[name]: target` and `href="target"`; a title behind the target is left out. */
const LINKS = [
  /\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/g,
  /^\s*\[[^\]]+\]:\s+<?(\S+?)>?(?:\s|$)/gm,
  /\bhref="([^"]+)"/g,
];
const ELSEWHERE = /^([a-z][a-z0-9+.-]*:|\/\/)/i;

function documentsBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return NO_DOCUMENTS.has(entry.name) ? [] : documentsBelow(file);
    return DOCUMENT.test(entry.name) ? [file] : [];
  });
}

const withoutBlocks = (text) => text.replace(/^( *)(```+|~~~+)[\s\S]*?^\1\2 *$/gm, '');
const withoutCode = (text) => withoutBlocks(text).replace(/(`+)[^`]+?\1/g, '');

/** Anchors in GitHub's form: lower case, no punctuation, a hyphen per space, a number after a repeated one. */
export function anchorsOf(markdown) {
  const seen = new Map();
  const headings = [...withoutBlocks(markdown).matchAll(/^ {0,3}#{1,6}\s+(.+?)\s*#*\s*$/gm)].map(([, title]) => {
    const shown = title.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1');
    const slug = shown
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
  const named = [...markdown.matchAll(/<\w+[^>]*\s(?:id|name)="([^"]+)"/g)].map(([, name]) => name);
  return new Set([...headings, ...named]);
}

function faultOf(target, file) {
  const [place, anchor] = target.split('#');
  const to = place === '' ? file : path.resolve(path.dirname(file), decodeURIComponent(place));
  if (!to.startsWith(root)) return 'leads out of the project';
  if (!existsSync(to)) return 'does not exist';
  if (anchor === undefined || anchor === '' || !to.endsWith('.md') || !statSync(to).isFile()) return null;
  return anchorsOf(readFileSync(to, 'utf8')).has(anchor) ? null : `has no heading "${anchor}"`;
}

function badLinks(file, text) {
  const targets = LINKS.flatMap((pattern) => [...withoutCode(text).matchAll(pattern)].map(([, target]) => target));
  return [...new Set(targets)]
    .filter((target) => !ELSEWHERE.test(target))
    .map((target) => [target, faultOf(target, file)])
    .filter(([, fault]) => fault)
    .map(([target, fault]) => `${target} ${fault}`);
}

/** A path of this repository in a code span: one or more folders, and a file with one of our extensions. */
const PATH =
  /^(?:\.\/)?((?:[\w.@-]+\/)+[\w.-]+\.(?:ts|tsx|mjs|cjs|js|json|yml|md|sql|txt|php|py|rb|sh|png|Dockerfile))(?:#.*)?$/;
/** Created by a build, or external. */
const NOT_COMMITTED = /(^|\/)(node_modules|dist|generated|\.next|\.data)\//;
/** Files that a page asks the reader to create. */
const TO_BE_CREATED = new Set(['api/src/acquiring/connectors/acquirer/acquirer.connector.ts']);
/** Documents may omit these prefixes of a path. */
const PREFIXES = [
  '',
  'api/',
  'api/src/',
  'api/test/',
  'web-checkout/src/',
  'web-checkout/',
  'web-dashboard/src/',
  'web-dashboard/',
];

function badPaths(text) {
  const spans = [...withoutBlocks(text).matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].flatMap(([, span]) => span.split(' '));
  const named = spans
    .map((word) => PATH.exec(word)?.[1])
    .filter((file) => file && !NOT_COMMITTED.test(file) && !TO_BE_CREATED.has(file));
  return [...new Set(named)]
    .filter((file) => !PREFIXES.some((folder) => existsSync(inRoot(folder, file))))
    .map((file) => `\`${file}\` does not exist`);
}

/** Checks `npm run x`, `npm start` and `npm test`. */
function badCommands(text, scripts) {
  const named = [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(([, run, short]) => run ?? short);
  return [...new Set(named)].filter((name) => !(name in scripts)).map((name) => `npm run ${name}: no such script`);
}

/** One line per broken reference. */
export function brokenReferences() {
  const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return documentsBelow(root).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return [...badLinks(file, text), ...badPaths(text), ...badCommands(text, scripts)].map(
      (fault) => `${path.relative(root, file)}: ${fault}`,
    );
  });
}
