import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { root } from '../../test/support/documents.js';

const COMPILED = path.join(root, 'api/dist/modules/boot/compiled-code.js');
/** Two programs of one length. */
const ONE = `console.log([1].map((n) => n + 1).join(), require('node:path').basename(__filename));`;
const OTHER = ONE.replace('n + 1', 'n + 2');

describe('the compiled code of the bundle', () => {
  let bundle: string;
  beforeEach(() => {
    bundle = realpathSync(mkdtempSync(path.join(tmpdir(), 'compiled-code-')));
    writeFileSync(path.join(bundle, 'package.json'), JSON.stringify({ type: 'commonjs' }));
    writeFileSync(path.join(bundle, 'run.js'), ONE);
  });
  afterEach(() => rmSync(bundle, { recursive: true }));

  const run = (): string => {
    const program = `
      import { createRequire } from 'node:module';
      import { keepCompiledCode } from ${JSON.stringify(COMPILED)};
      const bundle = ${JSON.stringify(bundle)};
      keepCompiledCode(bundle);
      createRequire(bundle + '/')('./run.js');`;
    return execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }).trim();
  };
  const files = (): string[] =>
    readdirSync(bundle, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.parentPath !== bundle)
      .map(({ parentPath, name }) => path.join(parentPath, name));
  const kept = (): string[] => files().map((file) => `${file} ${statSync(file).mtimeMs}`);

  it('is kept by the first start and used by the next', () => {
    expect(run()).toBe('2 run.js');
    const first = kept();
    expect(first).toHaveLength(1);
    expect(run()).toBe('2 run.js');
    expect(kept()).toEqual(first);
  });

  it('is not used for other code, of the same length', () => {
    run();
    writeFileSync(path.join(bundle, 'run.js'), OTHER);
    expect(run()).toBe('3 run.js');
    expect(kept().length).toBeGreaterThan(0);
  });

  it('is not used if a part of the file is lost', () => {
    run();
    for (const file of files()) {
      const content = readFileSync(file);
      writeFileSync(file, content.fill(0, content.length / 2));
    }
    expect(run()).toBe('2 run.js');
  });

  it('is compiled by each start if it cannot be kept', () => {
    writeFileSync(path.join(bundle, '.compile-cache'), '');
    expect(run()).toBe('2 run.js');
    expect(run()).toBe('2 run.js');
    expect(kept()).toEqual([]);
  });
});
