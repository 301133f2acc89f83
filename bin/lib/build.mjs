/** Builds the parts whose sources have changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleApi, MODULES } from './bundle.mjs';
import { installed, node } from './command.mjs';
import { inRoot } from './project.mjs';
import { writeInventory } from './script-inventory.mjs';

/** Released versions of the browser SDK, which the script inventory lists. */
const keptScripts = () => readdirSync(inRoot('sdk/released')).map((name) => `sdk/released/${name}`);

const SHARED = ['package.json', 'package-lock.json', 'tsconfig.base.json'];

const webApp = (folder) => ({
  from: `${folder}/src`,
  shares: ['sdk/web/src', 'sdk/web/css'],
  output: `${folder}/.next`,
  settings: [
    ...['package.json', 'next.config.mjs', 'postcss.config.mjs', 'tsconfig.json'].map((file) => `${folder}/${file}`),
    'sdk/web/package.json',
    'sdk/web/next-config.mjs',
  ],
  after: ['sdk'],
  run: (signal) =>
    node(`The build of ${folder}`, [installed('next/dist/bin/next'), 'build', inRoot(folder)], {
      signal,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
    }),
});

/** Inputs: `from` and `shares` (folders), `settings` (files), and the outputs of the builds named in `after`. */
const BUILDS = {
  api: {
    after: ['sdk'],
    from: 'api/src',
    output: 'api/dist',
    settings: [
      'nest-cli.json',
      'api/package.json',
      'api/tsconfig.json',
      'api/tsconfig.build.json',
      'bin/lib/bundle.mjs',
    ],
    async run(signal) {
      await node('The build of the API', [installed('@nestjs/cli/bin/nest.js'), 'build'], { signal });
      removeOrphans(this.from, MODULES);
      await bundleApi();
    },
  },
  sdk: {
    from: 'sdk/src',
    except: 'sdk/src/generated',
    output: 'sdk/dist',
    settings: [
      'openapi.yml',
      'sdk/package.json',
      'sdk/tsconfig.json',
      'sdk/tsup.config.ts',
      'sdk/generate.mjs',
      ...['contract', 'objects', 'operations', 'resources'].map((part) => `sdk/generate/${part}.mjs`),
    ],
    async run(signal) {
      const options = { signal, cwd: inRoot('sdk') };
      await node('The types of the SDK', ['generate.mjs'], options);
      await node('The build of the SDK', [installed('tsup/dist/cli-default.js')], options);
    },
  },
  checkout: {
    ...webApp('web-checkout'),
    settings: [...webApp('web-checkout').settings, 'bin/lib/script-inventory.mjs', ...keptScripts()],
    async run(signal) {
      await webApp('web-checkout').run(signal);
      await writeInventory();
    },
  },
  dashboard: webApp('web-dashboard'),
};

const stampOf = ({ output }) => inRoot(output, '.built-from');

const filesBelow = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
    : [];

/** A hash of the names, sizes and times of all inputs: an edited, added or deleted file changes it. */
function fingerprint({ from, except, shares = [], settings, after = [] }) {
  const hash = createHash('sha256');
  const sources = [from, ...shares]
    .flatMap((folder) => filesBelow(inRoot(folder)))
    .filter((file) => !except || !file.startsWith(inRoot(except)));
  for (const file of [...sources.sort(), ...[...SHARED, ...settings].map((name) => inRoot(name))]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\n${size}\n${mtimeMs}\n`);
  }
  for (const name of after) hash.update(readFileSync(stampOf(BUILDS[name])));
  return hash.digest('hex');
}

/** Removes the output of deleted sources, which the compiler keeps: a deleted migration would still run. */
function removeOrphans(from, output) {
  for (const file of filesBelow(inRoot(output))) {
    const compiled = /^(.*?)(\.js|\.js\.map|\.d\.ts)$/.exec(path.relative(inRoot(output), file))?.[1];
    if (compiled && !existsSync(inRoot(from, `${compiled}.ts`))) rmSync(file);
  }
}

async function buildOne(build, signal) {
  const stamp = stampOf(build);
  const wanted = fingerprint(build);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  rmSync(stamp, { force: true });
  await build.run(signal);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
  return true;
}

/** Builds every part that is out of date, each after the parts that it needs. */
export async function buildIfStale(signal) {
  const begun = {};
  const begin = (name) =>
    (begun[name] ??= Promise.all((BUILDS[name].after ?? []).map(begin)).then(() => buildOne(BUILDS[name], signal)));
  const built = await Promise.all(Object.keys(BUILDS).map(begin));
  return built.some(Boolean) ? 'built' : 'up to date';
}
