/** The programs below api/test (chaos, the benchmark) as Node can run them: types removed, nothing bundled. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './project.mjs';

const FROM = inRoot('api/test');
// Beside api/dist, so that what the files say about where the API is stays true.
const TO = inRoot('api/dist-harness');

const isProgram = (name) => name.endsWith('.ts') && !name.endsWith('.test.ts');

/** The folder of the compiled programs. */
export async function compileHarness() {
  // Only now: on a fresh clone it has just been installed.
  const { transform } = await import('@swc/core');
  rmSync(TO, { recursive: true, force: true });
  const names = readdirSync(FROM, { recursive: true }).filter(isProgram);
  await Promise.all(
    names.map(async (name) => {
      const { code } = await transform(readFileSync(path.join(FROM, name), 'utf8'), {
        filename: name,
        swcrc: false,
        sourceMaps: 'inline',
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      });
      const target = path.join(TO, name.replace(/\.ts$/, '.js'));
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, code);
    }),
  );
  return TO;
}
