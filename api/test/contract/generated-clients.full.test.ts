import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { block, root, section, text } from '../support/documents.js';
import { Gateway } from '../support/gateway.js';

const tools = process.env['TEST_CI_TOOLS'];
const withTools = tools ? describe : describe.skip;
/** Generating and compiling twelve thousand lines takes a while beside other tests. */
const TIMEOUT_MS = 300_000;

/** The programs that `npx` would run. */
const PROGRAMS: Record<string, string> = {
  'openapi-typescript': path.join(root, 'node_modules/openapi-typescript/bin/cli.js'),
  'swagger-typescript-api': `${tools}/swagger-typescript-api/dist/cli.mjs`,
};
const COMPILER = path.join(root, 'node_modules/typescript/bin/tsc');
const COMPILER_OPTIONS = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  module: 'nodenext',
  target: 'es2022',
  lib: ['es2022', 'dom', 'dom.iterable'],
  types: [],
  outDir: 'out',
};

interface Output {
  stdout: string;
  stderr: string;
}

withTools('docs/generated-clients.md (skipped if bin/ci-tools is not installed)', () => {
  const page = text('docs/generated-clients.md');
  let scratch: string;
  let gateway: Gateway;
  beforeAll(async () => {
    scratch = mkdtempSync(path.join(os.tmpdir(), 'payment-gateway-clients-'));
    gateway = await Gateway.start();
  });
  afterAll(async () => {
    rmSync(scratch, { recursive: true });
    await gateway.stop();
  });

  /** A project with the document and the output of the page's command. */
  async function project(part: string) {
    const folder = mkdtempSync(path.join(scratch, 'client-'));
    const run = (...words: string[]) =>
      promisify(execFile)(process.execPath, words, { cwd: folder }).catch((failed: Output) => failed);
    symlinkSync(tools ?? '', path.join(folder, 'node_modules'));
    copyFileSync(path.join(root, 'openapi.yml'), path.join(folder, 'openapi.yml'));
    writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
    const config = { compilerOptions: COMPILER_OPTIONS, files: ['program.ts'] };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
    const [npx, name = '', ...words] = block(part, 'sh').trim().split(' ');
    expect([npx, Object.keys(PROGRAMS)]).toEqual(['npx', expect.arrayContaining([name])]);
    await run(PROGRAMS[name] ?? '', ...words);
    return {
      complaintsAbout: async (program: string) => {
        writeFileSync(path.join(folder, 'program.ts'), program);
        return (await run(COMPILER, '-p', '.')).stdout;
      },
      runProgram: () => run('out/program.js'),
    };
  }

  it.each(['openapi-typescript with openapi-fetch', 'swagger-typescript-api'])(
    '%s: the command generates a client with which the program compiles, accepts a payment and refunds a part',
    async (heading) => {
      const part = section(page, heading);
      const program = block(part, 'ts').replace('http://localhost:8000', gateway.baseUrl);
      const { complaintsAbout, runProgram } = await project(part);
      expect(await complaintsAbout(program)).toBe('');
      const { stdout, stderr } = await runProgram();
      expect(stderr).toBe('');
      expect(stdout).toMatch(/^pay_\w{16} success 50000 rfnd_\w{16} 20000\n$/);
      const [id = '', , , refund = ''] = stdout.split(' ');
      expect(await gateway.ledger(id)).toContainEqual({ kind: 'capture', amount: 50_000 });
      expect(await gateway.refund(refund)).toMatchObject({ payment_id: id, status: 'processed', amount: 20_000 });
      expect(await complaintsAbout(program.replace('order_id: order.id', 'oder_id: order.id'))).toContain("'oder_id'");
      // openapi-fetch does not detect a misspelt optional field: the API refuses it.
      const misspelt = await complaintsAbout(program.replace('amount: 20000', 'amuont: 20000'));
      expect(misspelt || (await runProgram()).stderr).toMatch(/'amuont'|unknown_parameter/);
    },
    TIMEOUT_MS,
  );
});
