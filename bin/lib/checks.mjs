/** The checks of `npm run check`. A check returns its complaints; '' means ok, `{ note }` ok with a remark. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freshPage, GENERATED_PAGES } from '../generated-parts.mjs';
import { buildIfStale } from './build.mjs';
import { installed, npmCommand, run } from './command.mjs';
import { rejectedLicences } from './licences.mjs';
import { brokenReferences } from './links.mjs';
import { openApiComplaints, spectralComplaints } from './openapi-lint.mjs';
import { inRoot } from './project.mjs';
import { sdkPackageComplaints } from './sdk-package.mjs';
import { plainEnglish, sourceSizes } from './source-rules.mjs';

const AUDIT_TIMEOUT_MS = 120_000;

/** Runs a program of an installed package; its output is the complaint. */
const tool =
  (script, ...args) =>
  async () => {
    const { code, output } = await run(process.execPath, [installed(script), ...args]);
    return code === 0 ? '' : output || `exit code ${code}`;
  };

/** A committed generated file must equal what the code generates now. */
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

/** Skipped if the registry cannot be reached. */
async function audit() {
  const [command, args, options] = npmCommand([
    'audit',
    '--omit=dev',
    '--audit-level=high',
    '--json',
    '--loglevel=error',
  ]);
  const { code, output } = await run(command, args, { ...options, timeout: AUDIT_TIMEOUT_MS });
  const report = output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1);
  const known = (() => {
    try {
      return JSON.parse(report).metadata?.vulnerabilities;
    } catch {
      return undefined;
    }
  })();
  if (!known) return { note: 'not checked: the registry did not respond' };
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
  // First, since the other checks read the output of the builds.
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
  ['package of the SDK', () => sdkPackageComplaints()],
  ['.env.example', sameAsGenerated(...ENV_EXAMPLE)],
  ['docs/configuration.md', sameAsGenerated(...CONFIGURATION)],
  ['docs/postman.json', sameAsGenerated(...POSTMAN)],
  ['links', () => brokenReferences().join('\n')],
  ...GENERATED_PAGES.map((page) => [`generated parts of ${page}`, generatedParts(page)]),
  ['file sizes', () => sourceSizes().join('\n')],
  ['English', () => plainEnglish().join('\n')],
  ['licences', () => rejectedLicences().join('\n')],
  ['audit', audit],
];
