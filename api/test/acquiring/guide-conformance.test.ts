import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Connector } from '../../src/acquiring/connectors/connector.js';
import { describeConformance } from '../support/connector-conformance/describe-conformance.js';
import { signedText, simulatedNotice, simulatedWorld } from '../support/connector-conformance/simulated-world.js';
import { compilerComplaints } from '../support/compiler.js';
import { block, root, text } from '../support/documents.js';

interface Options {
  url: string;
  key: string;
  deadlineMs: number;
  pageHosts: readonly string[];
}
interface Example {
  AcquirerConnector: new (options: Options) => Connector;
}

const page = text('docs/adding-a-connector.md');
const [, file = ''] = /^`(api\/src\/acquiring\/connectors\/[\w/.-]+\.ts)`:$/m.exec(page) ?? [];
const code = block(page, 'ts');
const { AcquirerConnector } = await load();

/** The example as a module. Its imports lead to the same files as from its stated path. */
async function load(): Promise<Example> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'payment-gateway-guide-'));
  const require = createRequire(import.meta.url);
  const beside = path.join(root, path.dirname(file));
  const source = code
    .replace(/from '(\.[^']+)\.js'/g, (_, specifier: string) => `from '${path.join(beside, specifier)}.ts'`)
    .replace(/from '(zod)'/g, (_, name: string) => `from '${require.resolve(name)}'`);
  const module = path.join(folder, 'example.ts');
  writeFileSync(module, source);
  try {
    return (await import(module)) as Example;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('docs/adding-a-connector.md', () => {
  it('its example compiles at its stated path', () => {
    expect(file).not.toBe('');
    expect(compilerComplaints(file, code)).toEqual([]);
  });
});

describeConformance('the example of docs/adding-a-connector.md', {
  connect(access) {
    return {
      connector: new AcquirerConnector({ ...access, pageHosts: ['loopback'] }),
      close: () => Promise.resolve(),
    };
  },
  open: simulatedWorld,
  notice: simulatedNotice,
  signed: signedText,
});
