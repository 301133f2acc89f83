import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MOST_BYTES = 4_096;
const ENTRIES = ['.', './browser', './webhooks', './validators'];
const nameOf = (entry: string) => path.posix.join('@payment-gateway/sdk', entry);

/** What users get: the packed tarball, unpacked into a project of its own. */
describe('the package', () => {
  let project: string;
  let installed: string;
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const write = (name: string, text: string) => writeFileSync(path.join(project, name), text);
  const file = (name: string) => readFileSync(path.join(installed, name), 'utf8');

  beforeAll(() => {
    project = mkdtempSync(path.join(os.tmpdir(), 'payment-gateway-sdk-'));
    installed = path.join(project, 'node_modules/@payment-gateway/sdk');
    mkdirSync(installed, { recursive: true });
    execFileSync('npm', ['pack', '--silent', '--pack-destination', project], { cwd: path.join(ROOT, 'sdk') });
    const tarball = readdirSync(project).find((name) => name.endsWith('.tgz')) ?? '';
    run('tar', '-xzf', tarball, '-C', installed, '--strip-components=1');
    write('package.json', '{"type":"module"}');
    mkdirSync(path.join(project, 'node_modules/@types'));
    cpSync(path.join(ROOT, 'node_modules/@types/node'), path.join(project, 'node_modules/@types/node'), {
      recursive: true,
    });
    cpSync(path.join(ROOT, 'node_modules/undici-types'), path.join(project, 'node_modules/undici-types'), {
      recursive: true,
    });
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it('holds what is built, the command, and nothing else', () => {
    const names = readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
    expect(names.filter((name) => !/^(dist\/|bin\/pg\.js$|package\.json$|README\.md$|LICENSE$)/.test(name))).toEqual(
      [],
    );
    expect(names.filter((name) => /\b(test|spec|src)\b/.test(name))).toEqual([]);
  });

  it('needs no other package at run time', () => {
    const manifest = JSON.parse(file('package.json')) as Record<string, unknown>;
    for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundledDependencies'])
      expect([kind, manifest[kind] ?? {}]).toEqual([kind, {}]);
    const script = ENTRIES.map((entry) => `await import('${nameOf(entry)}');`).join('\n');
    expect(run(process.execPath, '--input-type=module', '-e', `${script} console.log('ok')`)).toBe('ok\n');
  });

  it.each(ENTRIES)('%s has the same names by import and by require', (entry) => {
    const list = `console.log(JSON.stringify(Object.keys(all).filter((name) => name !== 'default').sort()))`;
    const imported = run(
      process.execPath,
      '--input-type=module',
      '-e',
      `const all = await import('${nameOf(entry)}'); ${list}`,
    );
    const required = run(
      process.execPath,
      '--input-type=commonjs',
      '-e',
      `const all = require('${nameOf(entry)}'); ${list}`,
    );
    expect(imported).toBe(required);
    expect((JSON.parse(imported) as string[]).length).toBeGreaterThan(0);
  });

  it.each([
    ['node16', 'esm.mts'],
    ['node16', 'commonjs.cts'],
    ['bundler', 'bundled.ts'],
  ])('its types are found by %s in %s, and say what fits', (resolution, name) => {
    write(
      name,
      `import { PaymentGateway, constructEvent, type WebhookEvent } from '@payment-gateway/sdk';
       import { PaymentGateway as Checkout } from '@payment-gateway/sdk/browser';
       import { isValidVPA } from '@payment-gateway/sdk/validators';
       import { signTestEvent } from '@payment-gateway/sdk/webhooks';
       const gateway = new PaymentGateway({ apiKey: 'k', apiSecret: 's' });
       export async function use(): Promise<string> {
         const order = await gateway.createOrder({ amount: 100, currency: 'INR' });
         const { id } = await gateway.createPayment({ orderId: order.id, method: 'upi', vpa: 'a@b' });
         for await (const refund of gateway.refunds.list({ paymentId: id })) if (refund.status === 'failed') return refund.id;
         // @ts-expect-error an order has no such state
         if (order.status === 'lost') return '';
         // @ts-expect-error an amount is needed
         await gateway.createOrder({ currency: 'INR' });
         new Checkout({ key: 'k', orderId: order.id, onSuccess: ({ paymentId }) => paymentId.length }).open();
         const event: WebhookEvent = constructEvent('{}', signTestEvent('{}', 's'), 's');
         if (event.event === 'refund.processed') return event.data.refund.paymentId;
         return String(isValidVPA(order.currency)) + order.amountDue.toFixed();
       }`,
    );
    const module = resolution === 'node16' ? 'node16' : 'esnext';
    const options = [
      '--noEmit',
      '--strict',
      '--target',
      'es2022',
      '--lib',
      'es2023,dom,dom.iterable,dom.asynciterable',
    ];
    const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    const check = () =>
      run(
        process.execPath,
        tsc,
        ...options,
        '--module',
        module,
        '--moduleResolution',
        resolution,
        '--types',
        'node',
        name,
      );
    try {
      check();
    } catch (error) {
      throw new Error((error as { stdout: string }).stdout, { cause: error });
    }
  });

  it('publint finds nothing wrong', async () => {
    const { messages, pkg } = await publint({ pkgDir: installed, level: 'warning', strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it('the browser’s parts use nothing of Node', () => {
    const builtin = new RegExp(
      `["'](node:[\\w/]+|${builtinModules.filter((name) => /^\w+$/.test(name)).join('|')})["']`,
    );
    const seen = new Set<string>();
    const visit = (name: string) => {
      if (seen.has(name)) return;
      seen.add(name);
      const code = file(name);
      for (const [, imported = ''] of code.matchAll(/(?:from|import)\s*\(?["']([^"']+)["']/g)) {
        expect([name, imported]).toEqual([name, expect.stringMatching(/^\.\.?\//)]);
        visit(path.posix.join(path.posix.dirname(name), imported));
      }
      expect([name, builtin.test(code), /\brequire\(/.test(code)]).toEqual([name, false, false]);
    };
    for (const name of ['dist/browser.js', 'dist/validators.js', 'dist/payment-gateway.js']) visit(name);
  });

  it(`the script for a page is at most ${MOST_BYTES} bytes, compressed`, () => {
    expect(gzipSync(file('dist/payment-gateway.js')).length).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('the command runs', () => {
    expect(run(process.execPath, path.join(installed, 'bin/pg.js'), '--help')).toContain('pg listen');
  });
});
