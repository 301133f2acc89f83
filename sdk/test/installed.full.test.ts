import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { InstalledProject, ROOT } from './support/installed.js';

const ENTRIES = ['.', './browser', './webhooks', './validators'];
const nameOf = (entry: string) => path.posix.join('@payment-gateway/sdk', entry);
const ROLLDOWN = path.join(ROOT, 'node_modules/rolldown/bin/cli.mjs');
const TYPES = readFileSync(new URL('fixtures.types.ts', import.meta.url), 'utf8');

/** The description that an editor shows at the first occurrence of `text`. */
function editor(file: string): (text: string) => string {
  const options: ts.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
  };
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => {
      const text = ts.sys.readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => path.dirname(file),
    getDefaultLibFileName: (given) => ts.getDefaultLibFilePath(given),
    fileExists: (name) => ts.sys.fileExists(name),
    readFile: (name) => ts.sys.readFile(name),
    directoryExists: (name) => ts.sys.directoryExists(name),
  });
  return (text) => {
    const info = service.getQuickInfoAtPosition(file, TYPES.indexOf(text));
    return ts.displayPartsToString(info?.documentation);
  };
}

describe('installed from its tarball', () => {
  let project: InstalledProject;
  beforeAll(() => {
    project = InstalledProject.create();
  });
  afterAll(() => project.remove());

  describe('into a strict TypeScript project', () => {
    it.each([
      ['node16', 'esm.mts'],
      ['node16', 'commonjs.cts'],
      ['bundler', 'bundled.ts'],
    ])('by %s in %s, correct code compiles, and wrong code does not', (resolution, name) => {
      project.write(name, TYPES);
      const module = resolution === 'node16' ? 'node16' : 'esnext';
      project.compile('--module', module, '--moduleResolution', resolution, name);
    });

    it('also with the types of Node instead of the browser’s', () => {
      project.addTypesOfNode();
      const withoutPage = TYPES.replace(/^.*(Checkout|\/browser).*\n/gm, '');
      project.write('node.mts', withoutPage);
      project.compile('--module', 'node16', '--lib', 'es2023', '--types', 'node', 'node.mts');
    });

    it('an editor shows the description of an operation, an input and a field', () => {
      project.write('documented.mts', TYPES);
      const shownFor = editor(path.join(project.folder, 'documented.mts'));
      expect(shownFor('createOrder({')).toContain('Creates an order');
      expect(shownFor('cancel(id')).toMatch(/\w{3}/);
      expect(shownFor('amountDue.toFixed')).toMatch(/\w{3}/);
      expect(shownFor("vpa: 'a@b'")).toContain('UPI address');
      expect(shownFor('createdFrom: new')).toContain('Created at or after');
      expect(shownFor('idempotencyKey: ')).toContain('visible ASCII');
      expect(shownFor("constructEvent('{}'")).toContain('genuine');
      expect(shownFor('withResponse()')).toContain('response');
    });

    it('every operation has a description in the published types', () => {
      const resources = /interface Resources \{[^]*?\n\}/.exec(project.file('dist/index.d.ts'))?.[0] ?? '';
      const lines = resources.split('\n').map((line) => line.trim());
      const operations = lines.flatMap((line, at) => (/^\w+\(/.test(line) ? [[line, lines[at - 1]]] : []));
      expect(operations.length).toBeGreaterThan(50);
      for (const [operation, before] of operations) expect([operation, before]).toEqual([operation, '*/']);
    });
  });

  describe('into a JavaScript project', () => {
    it.each(ENTRIES)('%s has the same names by import and by require', (entry) => {
      const list = `console.log(JSON.stringify(Object.keys(all).filter((name) => name !== 'default').sort()))`;
      const imported = project.runNode('names.mjs', `const all = await import('${nameOf(entry)}'); ${list}`);
      const required = project.runNode('names.cjs', `const all = require('${nameOf(entry)}'); ${list}`);
      expect(imported).toBe(required);
      expect((JSON.parse(imported) as string[]).length).toBeGreaterThan(0);
    });

    const VERIFY = `
      const secret = 'whsec_' + btoa('a secret of at least 24 bytes');
      const caught = (call) => call.then(() => null, (error) => error);
      (async () => {
        const body = JSON.stringify({ event: 'order.paid', data: { order: { amount_due: 0 } } });
        const { data } = await sdk.constructEvent(body, await webhooks.signTestEvent(body, secret), secret);
        const error = await caught(webhooks.constructEvent({ parsed: true }, {}, secret));
        console.log(JSON.stringify([data.order.amountDue, error.reason,
          error instanceof sdk.WebhookVerificationError, error instanceof webhooks.PaymentGatewayError,
          sdk.WebhookVerificationError === webhooks.WebhookVerificationError]));
      })();`;

    it.each([
      [
        'CommonJS',
        'all.cjs',
        `const sdk = require('@payment-gateway/sdk'), webhooks = require('@payment-gateway/sdk/webhooks');`,
      ],
      [
        'ES modules',
        'all.mjs',
        `import * as sdk from '@payment-gateway/sdk'; import * as webhooks from '@payment-gateway/sdk/webhooks';`,
      ],
    ])('%s: all entry points share one error class', (_, name, imports) => {
      expect(JSON.parse(project.runNode(name, `${imports}${VERIFY}`))).toEqual([0, 'parsed_body', true, true, true]);
    });
  });

  describe('into a bundle for an edge runtime', () => {
    /** The globals of edge runtimes (WinterTC's minimum), without those of Node. */
    const WEB = {
      AbortController,
      AbortSignal,
      Headers,
      Request,
      Response,
      ReadableStream,
      TextDecoder,
      TextEncoder,
      URL,
      URLSearchParams,
      atob,
      btoa,
      clearTimeout,
      console,
      crypto,
      fetch,
      setTimeout,
    };

    const bundled = (program: string): string => {
      project.write('edge.mjs', program);
      const words = [
        'edge.mjs',
        '--platform',
        'neutral',
        '--format',
        'iife',
        '--name',
        'edge',
        '--file',
        'edge.out.js',
      ];
      // A module that the platform lacks is only a warning.
      expect(project.run(process.execPath, ROLLDOWN, ...words)).not.toMatch(/warn|unresolved|external/i);
      return readFileSync(path.join(project.folder, 'edge.out.js'), 'utf8');
    };

    it('calls the API, verifies a webhook and a return, without Node’s modules', async () => {
      const code = bundled(`
        import { constructEvent, formatAmount, PaymentGateway, signTestEvent, signTestReturn, verifyReturn } from '@payment-gateway/sdk';
        const sent = [];
        const gateway = new PaymentGateway({
          apiKey: 'key_test_1', apiSecret: 'secret_test_1', baseUrl: 'https://pay.example',
          fetch: async (url, init) => { sent.push([init.method, url, init.headers['Idempotency-Key'].length]); return Response.json({ amount_due: 5 }); },
        });
        export default (async () => {
          const { amountDue } = await gateway.createOrder({ amount: 500 });
          const secret = 'whsec_' + btoa('a secret of at least 24 bytes');
          const event = await constructEvent('{"event":"order.paid"}', new Headers(await signTestEvent('{"event":"order.paid"}', secret)), secret);
          const returnSecret = 'rtsec_' + 'r'.repeat(43);
          const url = await signTestReturn('https://shop.example/thanks', returnSecret, { orderId: 'order_1', status: 'success' });
          const { status } = await verifyReturn(url, returnSecret, { orderId: 'order_1' });
          return JSON.stringify([sent, amountDue, event.event, status, formatAmount(100, 'JPY', 'en')]);
        })();`);
      const context = vm.createContext({ ...WEB });
      // Node's globals, which a context lacks, and their types if they existed.
      expect(vm.runInContext('[typeof process, typeof require, typeof Buffer].join()', context)).toBe(
        'undefined,undefined,undefined',
      );
      vm.runInContext(`${code}; globalThis.result = edge.default ?? edge;`, context);
      const result = await (context as unknown as { result: Promise<string> }).result;
      expect(JSON.parse(result)).toEqual([
        [['POST', 'https://pay.example/api/v1/orders', 36]],
        5,
        'order.paid',
        'success',
        '¥100',
      ]);
    });

    it('a function that only verifies webhooks bundles little else', () => {
      const code = bundled(`export { constructEvent } from '@payment-gateway/sdk';`);
      expect(code).toContain('webhook-signature');
      expect(code).not.toContain('/api/v1/orders');
    });
  });
});
