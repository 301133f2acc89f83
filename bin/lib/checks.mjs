/** What `npm run check` looks at. A check answers with its complaints; '' is good, `{ note }` is good with a remark. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freshPage, GENERATED_PAGES } from '../generated-parts.mjs';
import { buildIfStale } from './build.mjs';
import { installed, npmCommand, run } from './command.mjs';
import { unwelcomeLicences } from './licences.mjs';
import { brokenReferences } from './links.mjs';
import { openApiComplaints, spectralComplaints } from './openapi-lint.mjs';
import { inRoot, root } from './project.mjs';

const LONGEST_FILE = 300;
/** A test says what it promises in one place; longer ones are to be divided by promise. */
const LONGEST_TEST = 450;
const SOURCE = /\.(ts|tsx|js|mjs|cjs|css|sql)$/;
const NOT_SOURCE = new Set(['node_modules', 'dist', 'dist-harness', 'generated', '.next', '.data', '.git', 'coverage']);
const EXTERNAL = 120_000;

/** A program of an installed package: its output is the complaint. */
const tool =
  (script, ...args) =>
  async () => {
    const { code, output } = await run(process.execPath, [installed(script), ...args]);
    return code === 0 ? '' : output || `exit code ${code}`;
  };

/** A generated file that is committed must be what the code generates now. */
const sameAsGenerated = (committed, generator, command) => async () => {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'payment-gateway-check-'));
  const fresh = path.join(scratch, committed);
  mkdirSync(path.dirname(fresh), { recursive: true });
  try {
    const { code, output } = await run(process.execPath, [generator, fresh]);
    if (code !== 0 || !existsSync(fresh)) return output || `${generator} wrote nothing`;
    if (!existsSync(inRoot(committed))) return `${committed} is missing: ${command}`;
    return difference(
      readFileSync(inRoot(committed), 'utf8'),
      readFileSync(fresh, 'utf8'),
      `${committed} is out of date: ${command}`,
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

function difference(committed, fresh, advice) {
  if (committed === fresh) return '';
  const [old, now] = [committed.split('\n'), fresh.split('\n')];
  const at = now.findIndex((line, i) => line !== old[i]);
  const line = at < 0 ? now.length : at;
  return `${advice}\nline ${line + 1}\n- ${old[line] ?? '(end of file)'}\n+ ${now[line] ?? '(end of file)'}`;
}

const generatedParts = (page) => async () =>
  difference(
    readFileSync(inRoot(page), 'utf8'),
    await freshPage(page),
    `${page} is out of date: node bin/generated-parts.mjs`,
  );

function sourcesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return NOT_SOURCE.has(entry.name) ? [] : sourcesBelow(file);
    return SOURCE.test(entry.name) ? [file] : [];
  });
}

function tooLong() {
  const linesOf = (file) => readFileSync(file, 'utf8').split('\n').length - 1;
  const sized = sourcesBelow(root).map((file) => ({ file: path.relative(root, file), lines: linesOf(file) }));
  const limitOf = (file) => (/\.(test|spec)\.ts$/.test(file) ? LONGEST_TEST : LONGEST_FILE);
  return sized
    .filter(({ file, lines }) => lines > limitOf(file))
    .map(({ file, lines }) => `${file}: ${lines} lines, ${limitOf(file)} are the most`)
    .join('\n');
}

/** Only an answer of the registry counts; offline is no verdict on our dependencies. */
async function audit() {
  const [command, args, options] = npmCommand([
    'audit',
    '--omit=dev',
    '--audit-level=high',
    '--json',
    '--loglevel=error',
  ]);
  const { code, output } = await run(command, args, { ...options, timeout: EXTERNAL });
  const report = output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1);
  const known = (() => {
    try {
      return JSON.parse(report).metadata?.vulnerabilities;
    } catch {
      return undefined;
    }
  })();
  if (!known) return { note: 'not checked: the registry did not answer' };
  if (code === 0) return '';
  return `${known.high} high, ${known.critical} critical: npm audit --omit=dev`;
}

const WEB = ['sdk/web', 'web-checkout', 'web-checkout/test', 'web-dashboard', 'web-dashboard/test'];
const PROJECTS = ['api', 'sdk', 'sdk/test', ...WEB];
const SOURCES = ['api/src', 'sdk/src', 'sdk/web', 'web-checkout/src', 'web-dashboard/src'];
const CRUISER = 'dependency-cruiser/bin/dependency-cruise.mjs';
const OPENAPI = ['openapi.yml', 'api/dist/modules/openapi/write-openapi.js', 'npm run openapi'];
const ENV_EXAMPLE = ['.env.example', 'api/dist/modules/platform/config/env-example.js', 'npm run env-example'];
const SETTINGS_PAGE = 'api/dist/modules/platform/config/configuration-page.js';
const CONFIGURATION = ['docs/configuration.md', SETTINGS_PAGE, `node ${SETTINGS_PAGE} docs/configuration.md`];
const POSTMAN = ['docs/postman.json', 'bin/postman.mjs', 'node bin/postman.mjs docs/postman.json'];

export const CHECKS = [
  // First: the SDK's declarations are built, and every other part is checked against them.
  [
    'build',
    () =>
      buildIfStale().then(
        () => '',
        (error) => error.message,
      ),
  ],
  ['format', tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.')],
  ['lint', tool('eslint/bin/eslint.js', '.', '--max-warnings=0')],
  ...PROJECTS.map((project) => [`types of ${project}`, tool('typescript/bin/tsc', '-p', project, '--noEmit')]),
  ['imports', tool(CRUISER, ...SOURCES, '--config', '.dependency-cruiser.cjs')],
  ['openapi.yml', sameAsGenerated(...OPENAPI)],
  ['lint of openapi.yml', async () => (await openApiComplaints()).join('\n')],
  ['lint of openapi.yml by Spectral', spectralComplaints],
  ['.env.example', sameAsGenerated(...ENV_EXAMPLE)],
  ['docs/configuration.md', sameAsGenerated(...CONFIGURATION)],
  ['docs/postman.json', sameAsGenerated(...POSTMAN)],
  ['links', () => brokenReferences().join('\n')],
  ...GENERATED_PAGES.map((page) => [`generated parts of ${page}`, generatedParts(page)]),
  ['file sizes', tooLong],
  ['licences', () => unwelcomeLicences().join('\n')],
  ['audit', audit],
];
