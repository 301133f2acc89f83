import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root, text } from '../support/documents.js';
import { Gateway } from '../support/gateway.js';
import { openApiDocument } from '../support/openapi-document.js';

const tools = process.env['TEST_CI_TOOLS'];
const withTools = tools ? describe : describe.skip;
/** A run waits for a stream that ends ten seconds after its key. */
const TIMEOUT_MS = 300_000;

interface Report {
  run: {
    failures: { source: { name?: string }; error: { test?: string; message: string } }[];
    executions: {
      cursor: { ref: string };
      item: { name: string; request: { method: string; url: { path: string[] } } };
      assertions?: { assertion: string }[];
    }[];
  };
}

withTools('docs/postman.json, run by newman (skipped if bin/ci-tools is not installed)', () => {
  let folder: string;
  let gateway: Gateway;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'payment-gateway-postman-'));
    gateway = await Gateway.start({ env: { RATE_LIMIT_PUBLIC: '30/10s', RATE_LIMIT_LOGIN: '10/30m' } });
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await gateway.stop();
  });

  /** Runs the collection unchanged, except for the address of this gateway. */
  async function runCollection(collection = path.join(root, 'docs/postman.json')): Promise<Report['run']> {
    const file = path.join(folder, 'report.json');
    const words = ['run', collection, '--env-var', `baseUrl=${gateway.baseUrl}`, '-r', 'json'];
    const cli = `${tools}/newman/bin/newman.js`;
    await new Promise((resolve) => {
      execFile(process.execPath, [cli, ...words, '--reporter-json-export', file], { cwd: folder }, resolve);
    });
    return (JSON.parse(readFileSync(file, 'utf8')) as Report).run;
  }

  /** The rows of the demo merchant and its user that a run must not change. */
  async function demo() {
    const login = { email: 'test@example.com', password: 'demo-password-2026' };
    const { json } = await gateway.shopper.post('/api/v1/auth/login', login);
    const owner = gateway.client({ session: json.token });
    const idsOf = async (what: string): Promise<string[]> =>
      (await owner.get(`/api/v1/${what}`)).json.data.map(({ id }: { id: string }) => id);
    const merchant = (await owner.get('/api/v1/merchant')).json;
    return {
      merchant,
      merchants: json.merchants,
      lists: await Promise.all(['api-keys', 'members', 'webhook-endpoints', 'connector-accounts'].map(idsOf)),
    };
  }

  it(
    'sends every operation in order, as often as it is run, with responses that match openapi.yml, and leaves the demo unchanged',
    async () => {
      const { paths } = (await openApiDocument()) as { paths: Record<string, object> };
      const operations = Object.entries(paths).flatMap(([route, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${route.replace(/\{(\w+)\}/g, ':$1')}`),
      );
      const before = await demo();
      for (const times of ['first', 'second']) {
        const { failures, executions } = await runCollection();
        expect([times, failures.map(({ source, error }) => `${source.name}: ${error.test}: ${error.message}`)]).toEqual(
          [times, []],
        );
        // Requests of a script are listed beside their request, as the same execution.
        const items = [...new Map(executions.map((one) => [one.cursor.ref, one])).values()];
        const sent = items.map(({ item: { request } }) => `${request.method} /${request.url.path.join('/')}`);
        expect(sent.sort()).toEqual(operations.sort());
        for (const { item, assertions = [] } of items) {
          const named = assertions.map(({ assertion }) => assertion);
          expect([item.name, named]).toEqual([
            item.name,
            expect.arrayContaining([
              expect.stringMatching(/^answers [24]\d\d$/),
              expect.stringMatching(/^answers with /),
            ]),
          ]);
        }
      }
      expect(await demo()).toEqual(before);
    },
    TIMEOUT_MS,
  );

  it('a field missing in a response fails the run', async () => {
    const collection = JSON.parse(text('docs/postman.json')) as { item: { name: string }[] };
    const item = collection.item.filter(({ name }) => name === 'Health');
    const file = path.join(folder, 'wrong.json');
    writeFileSync(file, JSON.stringify({ ...collection, item }).replace("keys('status'", "keys('absent', 'status'"));
    const { failures } = await runCollection(file);
    expect(failures.map(({ error }) => error.test)).toEqual(['has the fields that the document requires']);
  });
});
