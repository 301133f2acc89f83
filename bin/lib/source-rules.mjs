/** Rules for source files: their size and their English. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { inRoot, root } from './project.mjs';

const SOURCE = /\.(ts|tsx|js|mjs|cjs|css|sql)$/;
const BUILT = ['node_modules', 'dist', 'dist-harness', 'generated', '.next', '.data', '.git', 'coverage'];
const SKIPPED_FOLDERS = new Set([...BUILT, 'released']);
const TEST = /\.(test|spec)\.tsx?$|(^|\/)test\//;

/** Lines. */
const MAX_SOURCE = 250;
const MAX_TEST = 450;
const MAX_P90 = 120;

/** Folders whose comments, names and texts are checked. */
const ENGLISH = ['api/src', 'sdk/src', 'sdk/web', 'web-checkout/src', 'web-dashboard/src', 'bin'];
/** Words that hide the subject of a sentence: name the role, or the part of the program. */
const VAGUE_WORDS = /\b(nobody|somebody|anybody|whoever|whosoever)\b/gi;
/** Files in which one of the words is a proper name. */
const PROPER_NAMES = new Set([
  'bin/lib/source-rules.mjs',
  'bin/lib/postgres-folder.mjs', // the Unix account
]);

function sourcesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : sourcesBelow(file);
    return SOURCE.test(entry.name) ? [path.relative(root, file).split(path.sep).join('/')] : [];
  });
}

const linesOf = (file) => readFileSync(inRoot(file), 'utf8').split('\n');

/** The value that 90 % of the sorted values do not exceed. */
const p90 = (sorted) => sorted[Math.ceil(sorted.length * 0.9) - 1] ?? 0;

/** One line per file that is too long, and one if too many are long. */
export function sourceSizes() {
  const sized = sourcesBelow(root).map((file) => ({ file, lines: linesOf(file).length - 1, isTest: TEST.test(file) }));
  const limitOf = ({ isTest }) => (isTest ? MAX_TEST : MAX_SOURCE);
  const sorted = sized.flatMap(({ lines, isTest }) => (isTest ? [] : [lines])).sort((a, b) => a - b);
  return [
    ...sized
      .filter((one) => one.lines > limitOf(one))
      .map((one) => `${one.file}: ${one.lines} lines, the maximum is ${limitOf(one)}`),
    ...(p90(sorted) > MAX_P90
      ? [`90 % of the source files have up to ${p90(sorted)} lines, the maximum is ${MAX_P90}`]
      : []),
  ];
}

/** One line per vague word in a source file. Tests are not checked. */
export function plainEnglish() {
  const files = ENGLISH.flatMap((folder) => sourcesBelow(inRoot(folder)));
  return files
    .filter((file) => !TEST.test(file) && !PROPER_NAMES.has(file))
    .flatMap((file) =>
      linesOf(file).flatMap((line, index) =>
        [...line.matchAll(VAGUE_WORDS)].map(([word]) => `${file}:${index + 1}: replace "${word}"`),
      ),
    );
}
