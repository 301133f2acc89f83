/**
 * Bundles the API's compiled modules and their packages into one file per role and a few shared ones, so that a boot reads
 * about 35 files instead of 1,900. They are CommonJS, of which V8's compiled code can be kept with Node 20 too.
 */
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MAPPED_TYPES, withBundledValidator } from './bundled-validator.mjs';
import { inRoot } from './project.mjs';

/** The compiler's output; the checks and the doctor import single modules from it. */
export const MODULES = 'api/dist/modules';
const OUTPUT = 'api/dist';
const OWN = inRoot(MODULES);

/**
 * Not bundled: native code, packages that locate files by their folder, and optional packages of Nest that are not
 * installed.
 */
const EXTERNAL = [
  /^@node-rs\/argon2/,
  /^pdfkit$/,
  /^@payment-gateway\/sdk\/script/,
  /^@nestjs\/(microservices|websockets|platform-express)/,
  /^@fastify\/(multipart|view)/,
];

/** Imported by packages but never called by the gateway: drivers of other databases, tables of telephone numbers. */
const UNUSED = /\/(typeorm\/driver\/(?!postgres\/|types\/)[a-z0-9-]+\/\w+\.js|libphonenumber-js\/.*index.*\.c?js)$/;

/** Resolves packages as ECMAScript modules do, for health indicators that the gateway does not use. */
const RESOLVES = /\/@nestjs\/terminus\/dist\/utils\/checkPackage\.util\.js$/;

/** @nestjs/typeorm probes for two exports of old versions, which would load all of TypeORM a second time. */
const COMPATIBILITY = /\/@nestjs\/typeorm\/dist\/common\/typeorm-compat\.js$/;

const modules = {
  name: 'modules-of-the-api',
  load(id) {
    if (UNUSED.test(id)) return 'module.exports = {};';
    if (COMPATIBILITY.test(id)) return 'export const Connection = undefined, AbstractRepository = undefined;';
    if (MAPPED_TYPES.test(id)) return withBundledValidator(readFileSync(id, 'utf8'));
    if (RESOLVES.test(id)) return readFileSync(id, 'utf8').replaceAll('import.meta.resolve', 'require.resolve');
    if (!id.startsWith(OWN)) return null;
    return { code: readFileSync(id, 'utf8'), map: JSON.parse(readFileSync(`${id}.map`, 'utf8')) };
  },
};

/** The typefaces of /docs and /reference: api/src/openapi/fonts.ts reads them beside the bundle. */
const FONTS = ['geist-sans/Geist-Variable.woff2', 'geist-mono/GeistMono-Variable.woff2'];

export async function bundleApi() {
  // Imported here: on a fresh clone the packages are installed only before this call.
  const { rolldown } = await import('rolldown');
  const codec = await import('@jridgewell/sourcemap-codec');
  const bundle = await rolldown({
    cwd: inRoot(),
    input: { main: path.join(OWN, 'main.js') },
    platform: 'node',
    external: EXTERNAL,
    plugins: [modules],
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(log.message);
    },
  });
  const { output } = await bundle.generate({
    dir: inRoot(OUTPUT),
    format: 'cjs',
    // Kept code cannot import with Node 20.
    dynamicImportInCjs: false,
    sourcemap: 'hidden',
    // Class names appear in logs and documents, so only whitespace is removed.
    keepNames: true,
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    comments: false,
    chunkFileNames: ({ isDynamicEntry }) => (isDynamicEntry ? '[name].js' : 'shared.js'),
  });
  removeBundles();
  for (const chunk of output.filter(({ type }) => type === 'chunk')) {
    const { code, map } = finished(chunk.code, chunk.map ?? NO_MAP, codec);
    writeFileSync(inRoot(OUTPUT, chunk.fileName), code);
    writeFileSync(inRoot(OUTPUT, `${chunk.fileName}.map`), JSON.stringify(map));
  }
  writeFileSync(inRoot(OUTPUT, 'package.json'), JSON.stringify({ type: 'commonjs' }));
  writeFileSync(inRoot(MODULES, 'package.json'), JSON.stringify({ type: 'module' }));
  for (const file of FONTS)
    cpSync(inRoot('node_modules/geist/dist/fonts', file), inRoot(OUTPUT, 'fonts', path.basename(file)));
}

/** Removes the files of the last build, whose names may differ, and V8's cache of them. */
function removeBundles() {
  for (const name of readdirSync(inRoot(OUTPUT))) {
    if (name !== path.basename(MODULES)) rmSync(inRoot(OUTPUT, name), { recursive: true });
  }
}

/** The map of a file that only re-exports. */
const NO_MAP = { mappings: '', sources: [] };

/** Matches each half of a surrogate pair separately. */
const NOT_ASCII = /[\u0080-\uffff]/g;
const ESCAPE_LENGTH = '\\u0000'.length;

/**
 * Escapes non-ASCII characters, since one of them makes V8 read a file at half the speed and store it at twice the size.
 * Keeps only our own files in the source map, which is read when an error is logged.
 */
function finished(code, { mappings, sources }, codec) {
  const own = sources.map((source) => source.startsWith('../src/'));
  const lines = code.split('\n');
  const moved = codec.decode(mappings).map((segments, line) => {
    const wide = [...(lines[line] ?? '').matchAll(NOT_ASCII)].map(({ index }) => index);
    return segments.flatMap(([column, source, ...rest]) => {
      const to = column + wide.filter((index) => index < column).length * (ESCAPE_LENGTH - 1);
      if (source === undefined || !own[source]) return [[to]];
      return [[to, source, ...rest.slice(0, 2)]];
    });
  });
  return {
    code: code.replace(NOT_ASCII, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
    map: { version: 3, names: [], sources, mappings: codec.encode(moved.map(withoutRepeats)) },
  };
}

/** Keeps the first of consecutive segments without a source. */
const withoutRepeats = (segments) =>
  segments.filter((segment, i) => segment.length > 1 || i === 0 || segments[i - 1].length > 1);
