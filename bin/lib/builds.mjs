/** The parts of the project that are built: their inputs, outputs and commands. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bundleApi, MODULES } from './bundle.mjs';
import { installed, node } from './command.mjs';
import { inRoot } from './project.mjs';
import { writeInventory } from './script-inventory.mjs';

export const filesBelow = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
    : [];

/** Removes the output of deleted sources, which the compiler keeps: a deleted migration would still run. */
function removeOrphans(from, output) {
  for (const file of filesBelow(inRoot(output))) {
    const compiled = /^(.*?)(\.js|\.js\.map|\.d\.ts)$/.exec(path.relative(inRoot(output), file))?.[1];
    if (compiled && !existsSync(inRoot(from, `${compiled}.ts`))) rmSync(file);
  }
}

/** Released versions of the browser SDK, which the script inventory lists. */
const keptScripts = () => readdirSync(inRoot('sdk/released')).map((name) => `sdk/released/${name}`);

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
export const BUILDS = {
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
      'bin/lib/bundled-validator.mjs',
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
