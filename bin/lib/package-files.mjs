/** Copies what the npm package contains to a folder. */
import { createRequire } from 'node:module';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HOW_TO_INSTALL, installCiTools } from './ci-tools.mjs';
import { Stop, inRoot, root } from './project.mjs';

const APPS = ['web-checkout', 'web-dashboard'];
/** Loaded by name at run time, so that no import leads to them. */
const WHOLE = [
  ...['api/dist', 'sdk/dist', 'sdk/released', ...APPS.map((app) => `${app}/.next`)],
  // Next resolves these names when it reads its configuration, and loads none of them.
  ...['node_modules/next/dist/compiled/webpack', 'node_modules/next/dist/compiled/@babel/runtime'],
];
const SINGLE = [
  ...[
    'LICENSE',
    'api/package.json',
    'sdk/package.json',
    'sdk/bin/pg.js',
    'sdk/web/package.json',
    'sdk/web/next-config.mjs',
  ],
  ...APPS.flatMap((app) => [`${app}/package.json`, `${app}/next.config.mjs`]),
];
const ENTRIES = ['bin/payment-gateway.mjs', 'bin/web.mjs', 'api/dist/main.js'];
/** What the web apps and the start load by `createRequire`. */
const BY_NAME = ['next', '@fastify/proxy-addr', 'undici', '@payment-gateway/sdk/card-text', 'pg'];
/** Names that the built apps load and their bundler resolves to copies inside `next`. */
const RUNTIME = ['react', 'react-dom', 'react/jsx-runtime', 'react-dom/server', 'styled-jsx', 'styled-jsx/style'];
/** Packages whose files are read or served, and which of them. */
const READ = [
  ['@fontsource/noto-sans', /400-normal\.woff$/],
  ['@fontsource/noto-sans-devanagari', /400-normal\.woff$/],
  [
    'swagger-ui-dist',
    /(absolute-path\.js|swagger-ui(-bundle\.js|-standalone-preset\.js|\.css)|favicon-\d+x\d+\.png|LICENSE|NOTICE)$/,
  ],
];
/** Installed for the platform: native code, and programs that open a browser. */
const DEPENDENCIES = ['@node-rs/argon2', 'open'];
/** Compilers and image codecs of Next, which do not run after a build. */
const IGNORED = [
  'next/dist/compiled/@vercel/nft',
  'next/dist/docs',
  'next/dist/esm',
  '@next/swc*',
  'sharp',
  '@img',
].map((name) => `**/node_modules/${name}/**`);
const NOT_NEEDED = [
  /\/node_modules\/(sharp|@img)\//,
  /\/(node_modules|\.next)\/.*\.map$/,
  /\.d\.[cm]?ts$/,
  /\/\.(built-from|tsbuildinfo)$/,
  /\/\.next\/(cache|diagnostics|types|trace)/,
  /\/api\/dist\/\.compile-cache\//,
  /\/api\/dist\/modules\/(?!(?:platform\/config\/exposure\.js|package\.json)$)/,
];

export async function stagePackage(stage) {
  rmSync(stage, { recursive: true, force: true });
  const files = [...WHOLE.flatMap(filesIn), ...SINGLE, ...(await traced())];
  for (const file of new Set(files)) {
    if (!NOT_NEEDED.some((pattern) => pattern.test(`/${file}`))) copy(file, path.join(stage, file));
  }
  for (const name of ['sdk', 'sdk/web']) link(stage, name);
  const bundled = packagesIn(path.join(stage, 'node_modules'));
  for (const name of bundled) withoutDependencies(path.join(stage, 'node_modules', name, 'package.json'));
  cpSync(inRoot('docs/npm-package.md'), path.join(stage, 'README.md'));
  writeJson(path.join(stage, 'package.json'), manifest(bundled));
  return `${bundled.length} packages inside`;
}

function copy(from, to) {
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(inRoot(from), to, { dereference: true });
}

/** Files below a folder of the project, relative to the project. */
function filesIn(folder) {
  return readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

/** Files that the entries load, and those that Next has listed for each page. */
async function traced() {
  const tools = await installCiTools();
  if (!tools) throw new Stop(`The tools that make the package could not be installed: ${HOW_TO_INSTALL}`);
  const { nodeFileTrace } = createRequire(path.join(tools, 'nft.cjs'))('@vercel/nft');
  const fromApp = createRequire(inRoot(APPS[0], 'package.json'));
  const names = [...BY_NAME, ...RUNTIME].map((name) => fromApp.resolve(name));
  const { fileList } = await nodeFileTrace([...ENTRIES.map((file) => inRoot(file)), ...names], {
    base: root,
    ignore: IGNORED,
  });
  const ofPages = APPS.flatMap((app) => filesIn(`${app}/.next`).filter((file) => file.endsWith('.nft.json'))).flatMap(
    (list) => JSON.parse(readFileSync(inRoot(list), 'utf8')).files.map((file) => path.join(path.dirname(list), file)),
  );
  const read = READ.flatMap(([name, wanted]) =>
    filesIn(`node_modules/${name}`).filter((file) => wanted.test(file) || file.endsWith('/package.json')),
  );
  return [...fileList, ...ofPages, ...read].filter(
    (file) =>
      isOfPackage(file) &&
      existsSync(inRoot(file)) &&
      !DEPENDENCIES.some((name) => file.startsWith(`node_modules/${name}`)),
  );
}

/** A file of an npm package, or of `bin`. */
const isOfPackage = (file) =>
  file.startsWith('bin/') || (file.startsWith('node_modules/') && !file.startsWith('node_modules/@payment-gateway/'));

/** npm packages hold no links: a workspace is copied to where it is found by name. */
function link(stage, folder) {
  const { name } = JSON.parse(readFileSync(inRoot(folder, 'package.json'), 'utf8'));
  const from = path.join(stage, folder);
  cpSync(from, path.join(stage, 'node_modules', name), {
    recursive: true,
    filter: (file) => folder === 'sdk/web' || file !== path.join(from, 'web'),
  });
}

const packagesIn = (folder) =>
  readdirSync(folder).flatMap((name) =>
    name.startsWith('@') ? readdirSync(path.join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  );

/** npm would install what a bundled package names: what it loads is there already. */
function withoutDependencies(file) {
  if (!existsSync(file)) return;
  const described = JSON.parse(readFileSync(file, 'utf8'));
  writeJson(
    file,
    Object.fromEntries(Object.entries(described).filter(([name]) => !/[dD]ependencies|scripts/.test(name))),
  );
}

function manifest(bundled) {
  const project = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const { version, description, license, engines, repository } = project;
  const own = JSON.parse(readFileSync(inRoot('api/package.json'), 'utf8')).dependencies;
  const installed = (name) => own[name] ?? project.devDependencies[name];
  return {
    ...{ name: 'payment-gateway', version, description, license, repository, type: 'module', engines },
    publishConfig: { access: 'public', provenance: true },
    bin: { 'payment-gateway': 'bin/payment-gateway.mjs', pgw: 'sdk/bin/pg.js' },
    dependencies: {
      ...Object.fromEntries(DEPENDENCIES.map((name) => [name, installed(name)])),
      ...Object.fromEntries(bundled.map((name) => [name, '*'])),
    },
    optionalDependencies: project.optionalDependencies,
    bundleDependencies: bundled,
  };
}

const writeJson = (file, content) => writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
