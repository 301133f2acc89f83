import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InstalledProject, ROOT } from './support/installed.js';

/** Maximum compressed bytes. An edge function that verifies a webhook loads `webhooks.js` and its imports. */
const BUDGETS = { 'payment-gateway.js': 4_096, 'webhooks.js': 5_120, 'index.js': 15_360 };
const EDGE_ENTRIES = ['index', 'webhooks', 'validators', 'browser', 'frame-messages'];

/** The package as users get it: the packed tarball, unpacked in a separate project. */
describe('the package', () => {
  let project: InstalledProject;
  beforeAll(() => {
    project = InstalledProject.create();
  });
  afterAll(() => project.remove());

  /** A file and its imports, all within the package. */
  const graphOf = (name: string, seen = new Map<string, string>()): Map<string, string> => {
    if (seen.has(name)) return seen;
    const code = project.file(name);
    seen.set(name, code);
    for (const [, imported = ''] of code.matchAll(/(?:from|import|require)\s*\(?["']([^"']+)["']/g)) {
      expect([name, imported]).toEqual([name, expect.stringMatching(/^\.\.?\//)]);
      graphOf(path.posix.join(path.posix.dirname(name), imported), seen);
    }
    return seen;
  };

  it('contains the build, the command, its README and licence, and nothing else', () => {
    const names = readdirSync(project.installed, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.\w+$|^LICENSE$/.test(name),
    );
    const others = names.filter((name) => !name.startsWith('dist/')).sort();
    expect(others).toEqual(['LICENSE', 'README.md', 'bin/pg.js', 'package.json']);
    expect(names.filter((name) => /\b(test|spec|src)\b/.test(name))).toEqual([]);
    expect(project.file('LICENSE')).toBe(readFileSync(path.join(ROOT, 'LICENSE'), 'utf8'));
  });

  it('its README names every class of error and every option', async () => {
    const readme = project.file('README.md');
    const sdk = (await import('@payment-gateway/sdk')) as unknown as Record<string, unknown>;
    const errors = Object.keys(sdk).filter((name) => name.endsWith('Error'));
    expect(errors.length).toBeGreaterThan(10);
    const options = ['timeout', 'maxRetries', 'maxRetryDelay', 'fetch', 'headers', 'signal', 'idempotencyKey'];
    for (const name of [...errors, ...options, 'withResponse', 'verifyReturn', 'constructEvent'])
      expect([name, readme.includes(`\`${name}`) || readme.includes(`.${name}(`)]).toEqual([name, true]);
  });

  it('needs no other package at run time', () => {
    const manifest = JSON.parse(project.file('package.json')) as Record<string, unknown>;
    for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundledDependencies'])
      expect([kind, manifest[kind] ?? {}]).toEqual([kind, {}]);
  });

  it.each(EDGE_ENTRIES.flatMap((entry) => [`dist/${entry}.js`, `dist/${entry}.cjs`]).concat('dist/payment-gateway.js'))(
    '%s and its imports use no Node modules',
    (entry) => {
      for (const [name, code] of graphOf(entry)) {
        const ofNode = /["']node:[\w/]+["']|\b(Buffer|process|__dirname)\b[.(]/.exec(code)?.[0];
        expect([name, ofNode]).toEqual([name, undefined]);
      }
    },
  );

  it('no browser code calls randomUUID: a page at http://192.168.… has none', () => {
    for (const name of ['browser.js', 'index.js', 'payment-gateway.js'])
      expect([name, [...graphOf(`dist/${name}`).values()].join('').includes('randomUUID')]).toEqual([name, false]);
    for (const folder of ['sdk/web/src', 'web-checkout/src', 'web-dashboard/src']) {
      const files = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' });
      for (const name of files.filter((file) => /\.tsx?$/.test(file))) {
        const code = readFileSync(path.join(ROOT, folder, name), 'utf8');
        const onServer = code.startsWith("'use server'") || code.includes("from 'node:crypto'");
        if (!onServer) expect([name, code.includes('randomUUID')]).toEqual([name, false]);
      }
    }
  });

  it.each(Object.entries(BUDGETS))('%s with its imports is at most %i bytes, compressed', (name, budget) => {
    const code = [...graphOf(`dist/${name}`).values()].join('');
    expect(gzipSync(code).length).toBeLessThanOrEqual(budget);
  });

  it.each(['pg', 'pgw'])('the command runs as %s', (name) => {
    const { bin } = JSON.parse(project.file('package.json')) as { bin: Record<string, string> };
    expect(project.run(process.execPath, path.join(project.installed, bin[name] ?? ''), '--help')).toContain(
      'pgw listen',
    );
  });
});
