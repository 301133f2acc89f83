import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const FILES = ['install.mjs', 'command.mjs', 'project.mjs'];
/** Installs empty folders, and writes the words of its call down. */
const NPM = `
  const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
  const words = process.argv.slice(2);
  appendFileSync('calls', words.slice(0, words[0] === 'ci' ? 2 : 3).join(' ') + '\\n');
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const names = Object.keys({ ...dependencies, ...(words.includes('--include=dev') && devDependencies) });
  for (const name of names) mkdirSync('node_modules/' + name, { recursive: true });
  writeFileSync('node_modules/.package-lock.json', '{}');`;

describe('the packages of a clone', () => {
  let clone: string;
  beforeEach(() => {
    clone = mkdtempSync(path.join(os.tmpdir(), 'payment-gateway-install-'));
    mkdirSync(path.join(clone, 'bin/lib'), { recursive: true });
    for (const name of FILES) cpSync(path.join(ROOT, 'bin/lib', name), path.join(clone, 'bin/lib', name));
    const manifest = { type: 'module', dependencies: { compiler: '1' }, devDependencies: { runner: '1' } };
    writeFileSync(path.join(clone, 'package.json'), JSON.stringify(manifest));
    writeFileSync(path.join(clone, 'package-lock.json'), '{}');
    mkdirSync(path.join(clone, 'npm'));
    writeFileSync(path.join(clone, 'npm/package.json'), '{}');
    writeFileSync(path.join(clone, 'npm/npm-cli.js'), NPM);
  });
  afterEach(() => rmSync(clone, { recursive: true }));

  /** What a command prints, and the calls of npm that it made. */
  const after = (command: 'installIfNeeded' | 'installWithTools', variables = {}): [string, string[]] => {
    rmSync(path.join(clone, 'calls'), { force: true });
    const program = `const all = await import('./bin/lib/install.mjs'); console.log(await all.${command}());`;
    const env = { ...process.env, npm_execpath: path.join(clone, 'npm/npm-cli.js'), ...variables };
    const words = ['--input-type=module', '-e', program];
    const { stdout, stderr } = spawnSync(process.execPath, words, { cwd: clone, env, encoding: 'utf8' });
    expect(stderr).toBe('');
    const calls = path.join(clone, 'calls');
    return [stdout.trim(), existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []];
  };
  /** As a pull does. */
  const changeLock = (): void => {
    const later = new Date(Date.now() + 60_000);
    utimesSync(path.join(clone, 'package-lock.json'), later, later);
  };

  it('a start installs no tool of the tests, and the tests add theirs on first use', () => {
    const withoutTools = 'installed, without the tools of the tests';
    expect(after('installIfNeeded')).toEqual([withoutTools, ['ci --omit=dev']]);
    expect(after('installIfNeeded')).toEqual(['up to date', []]);
    expect(after('installWithTools')).toEqual(['installed', ['install --no-save --include=dev']]);
    expect(after('installWithTools')).toEqual(['up to date', []]);
  });

  it('a start keeps the tools that are installed', () => {
    expect(after('installWithTools', { NODE_ENV: 'production' })).toEqual(['installed', ['ci --include=dev']]);
    expect(after('installIfNeeded')).toEqual(['up to date', []]);
    changeLock();
    expect(after('installIfNeeded')).toEqual(['installed', ['install --no-save --include=dev']]);
  });
});
