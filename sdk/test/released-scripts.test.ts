import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { browserScript, unconfiguredScript, versionedScripts } from '@payment-gateway/sdk/script';
import { ROOT } from './support/installed.js';

const CHECKOUT = 'https://pay.example';
const { version } = JSON.parse(readFileSync(path.join(ROOT, 'sdk/package.json'), 'utf8')) as { version: string };
const { keepScript } = (await import(path.join(ROOT, 'bin/lib/kept-scripts.mjs'))) as {
  keepScript: (one: { folder: string; version: string; code: string }) => string[];
};

describe('scripts by version', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'payment-gateway-scripts-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const keep = (release: string, code = `var PaymentGateway={version:'${release}'};`) =>
    keepScript({ folder, version: release, code });
  const served = () => versionedScripts(CHECKOUT, folder);

  it('the current version is served before its release, with the code of the newest script and its hash', () => {
    expect([...served().keys()]).toEqual([version]);
    const file = served().get(version);
    expect(file?.headers['Cache-Control']).toBe('public, max-age=31536000, immutable');
    expect(file?.integrity).toBe(
      `sha384-${createHash('sha384')
        .update(file?.body ?? '')
        .digest('base64')}`,
    );
    const newest = browserScript(CHECKOUT);
    expect(newest.headers['Cache-Control']).toBe('public, max-age=300');
    expect(newest.body).toContain('sourceMappingURL');
    expect(file?.body).toBe(newest.body.replace(/\n?\/\/# sourceMappingURL=\S+/g, ''));
  });

  it('a trailing slash of the address does not change the bytes', () => {
    expect(browserScript(`${CHECKOUT}/`).body).toBe(browserScript(CHECKOUT).body);
  });

  it('released versions stay served, byte for byte, with the checkout’s address', () => {
    for (const release of ['0.0.7', '0.0.8', '0.0.9', '0.0.10']) keep(release);
    expect(readdirSync(folder).sort()).toEqual(['checkout-0.0.10.js', 'checkout-0.0.8.js', 'checkout-0.0.9.js']);
    expect([...served().keys()]).toEqual([version, '0.0.10', '0.0.9', '0.0.8']);
    const { body = '' } = served().get('0.0.9') ?? {};
    expect(body.startsWith("var PaymentGateway={version:'0.0.9'};\n")).toBe(true);
    const page = vm.createContext({});
    vm.runInContext(body, page);
    expect(vm.runInContext('PaymentGateway.checkoutUrl', page)).toBe(CHECKOUT);
  });

  it('a released version is served unchanged, and cannot be released again with other code', () => {
    keep(version, unconfiguredScript());
    const released = served().get(version);
    expect(released?.body).toBe(versionedScripts(CHECKOUT, path.join(folder, 'nowhere')).get(version)?.body);
    expect(keep(version, unconfiguredScript())).toEqual([version]);
    expect(() => keep(version, 'other')).toThrow('raise the version first');
    writeFileSync(path.join(folder, `checkout-${version}.js`), 'as released');
    expect(served().get(version)?.body).toMatch(/^as released\n/);
  });

  it('only files of released versions are served', () => {
    for (const name of ['README.md', 'checkout-1.js', 'checkout-1.2.3.js.map', 'x-checkout-1.2.3.js'])
      writeFileSync(path.join(folder, name), '');
    expect([...served().keys()]).toEqual([version]);
    expect(() => keep('1.2')).toThrow('three numbers');
  });

  it('the repository contains at most three versions, each named by its version', () => {
    const kept = readdirSync(path.join(ROOT, 'sdk/released')).filter((name) => name !== 'README.md');
    expect(kept.filter((name) => !/^checkout-\d+\.\d+\.\d+\.js$/.test(name))).toEqual([]);
    expect(kept.length).toBeLessThanOrEqual(3);
  });
});
