import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort, startProgram } from '../support/processes.js';

const bin = (name: string) => fileURLToPath(new URL(`../../../bin/${name}`, import.meta.url));
const run = async (words: string[]) => {
  const { child, log } = startProgram(words, {});
  await once(child, 'close');
  return { code: child.exitCode, said: log() };
};
let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'payment-gateway-supply-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** A registry of the OCI distribution specification on this machine: public images, with a token for any caller. */
class FakeRegistry {
  readonly asked: string[] = [];
  readonly images = new Map<string, string>();
  auth: 'token' | 'none' | 'login' | 'foreign realm' = 'token';
  lies = false;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', this.url);
      this.asked.push(`${request.method} ${pathname}`);
      if (pathname === '/token') {
        const fits =
          searchParams.get('service') === 'fake' && /^repository:.*:pull$/.test(searchParams.get('scope') ?? '');
        return void response.writeHead(fits ? 200 : 400).end(JSON.stringify({ token: 'for-anybody' }));
      }
      const [, repository = '', tag = ''] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(pathname) ?? [];
      if (this.auth !== 'none' && request.headers.authorization !== 'Bearer for-anybody') {
        const realm = this.auth === 'foreign realm' ? 'http://tokens.example.com/token' : `${this.url}/token`;
        const challenge = `Bearer realm="${realm}",service="fake",scope="repository:${repository}:pull"`;
        return void response
          .writeHead(401, { 'WWW-Authenticate': this.auth === 'login' ? 'Basic realm="x"' : challenge })
          .end();
      }
      const manifest = this.images.get(`${repository}:${tag}`);
      if (manifest === undefined) return void response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
      if (!request.headers.accept?.includes('application/vnd.oci.image.index.v1+json'))
        return void response.writeHead(406).end();
      const digest = this.lies ? digestOf('something else') : digestOf(manifest);
      response.writeHead(200, { 'Docker-Content-Digest': digest }).end(manifest);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}

const digestOf = (manifest: string) => `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
const IMAGES = {
  'library/node:24-bookworm-slim': '{"schemaVersion":2,"manifests":["node"]}',
  'library/postgres:18-alpine': '{"schemaVersion":2,"manifests":["postgres"]}',
  'library/redis:7-alpine': '{"schemaVersion":2,"manifests":["redis"]}',
};

describe('pin-images', () => {
  let registry: FakeRegistry;
  beforeEach(async () => {
    registry = await new FakeRegistry().start();
    for (const [name, manifest] of Object.entries(IMAGES)) registry.images.set(name, manifest);
  });
  const pin = async (text?: string, mirror = registry.url) => {
    const file = path.join(folder, 'compose.env');
    rmSync(file, { force: true });
    if (text !== undefined) writeFileSync(file, text);
    const { code, said } = await run([bin('pin-images.mjs'), '--file', file, '--mirror', mirror]);
    await registry.stop();
    return { code, said, text: existsSync(file) ? readFileSync(file, 'utf8') : undefined, file };
  };
  const pinned = (name: keyof typeof IMAGES) => `${name.replace('library/', '')}@${digestOf(IMAGES[name])}`;

  it('writes the digest of each tag of docker-compose.yml, with a token if the registry requires one', async () => {
    const { code, text, file } = await pin();
    expect([code, text?.split('\n')]).toEqual([
      0,
      [
        `NODE_IMAGE=${pinned('library/node:24-bookworm-slim')}`,
        `POSTGRES_IMAGE=${pinned('library/postgres:18-alpine')}`,
        `REDIS_IMAGE=${pinned('library/redis:7-alpine')}`,
        '',
      ],
    ]);
    expect(registry.asked).toContain('GET /token');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('without a challenge requests no token, and keeps the rest of the file, with updated pins in place', async () => {
    registry.auth = 'none';
    const before = `DEMO=false\nREDIS_IMAGE=redis:7-alpine@sha256:${'0'.repeat(64)}\n# a comment\nPOSTGRES_PASSWORD='a b'`;
    const { code, text } = await pin(before);
    expect([code, text?.split('\n')]).toEqual([
      0,
      [
        'DEMO=false',
        `REDIS_IMAGE=${pinned('library/redis:7-alpine')}`,
        '# a comment',
        "POSTGRES_PASSWORD='a b'",
        `NODE_IMAGE=${pinned('library/node:24-bookworm-slim')}`,
        `POSTGRES_IMAGE=${pinned('library/postgres:18-alpine')}`,
        '',
      ],
    ]);
    expect(registry.asked).not.toContain('GET /token');
  });

  it('looks up a private image under its own name, at its own registry', async () => {
    const own = `127.0.0.1:${new URL(registry.url).port}/team/node`;
    registry.images.set('team/node:24', '{"own":true}');
    const file = path.join(folder, 'own.env');
    const nowhere = `localhost:${await freePort()}/x`;
    writeFileSync(
      file,
      `NODE_IMAGE=${own}:24\nPOSTGRES_IMAGE=${nowhere}/postgres:18\nREDIS_IMAGE=${nowhere}/redis:7\n`,
    );
    chmodSync(file, 0o640);
    const { code, said } = await run([bin('pin-images.mjs'), '--file', file]);
    await registry.stop();
    // The registry of the others is unreachable: they stay, and the exit code shows that not all are pinned.
    expect(readFileSync(file, 'utf8')).toBe(
      `NODE_IMAGE=${own}:24@${digestOf('{"own":true}')}\nPOSTGRES_IMAGE=${nowhere}/postgres:18\nREDIS_IMAGE=${nowhere}/redis:7\n`,
    );
    expect([code, said]).toEqual([1, expect.stringMatching(/REDIS_IMAGE stays .*cannot be reached \(ECONNREFUSED\)/)]);
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  it('keeps and reports a missing tag, and pins the others', async () => {
    registry.images.delete('library/postgres:18-alpine');
    const { code, said, text } = await pin('DEMO=false\n');
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(/POSTGRES_IMAGE stays postgres:18-alpine.*no such image or tag/),
    ]);
    expect(text).not.toContain('POSTGRES_IMAGE');
    expect(text).toContain(`REDIS_IMAGE=${pinned('library/redis:7-alpine')}`);
  });

  it('leaves the file unchanged without a network, and prints what to do', async () => {
    const { code, said, text } = await pin('DEMO=false\n', `http://127.0.0.1:${await freePort()}`);
    expect([code, said, text]).toEqual([
      1,
      expect.stringMatching(/try again with a network, or use --mirror/),
      'DEMO=false\n',
    ]);
  });

  it.each([
    ['asks for a login', 'login', false, /requires a login/],
    ['sends its token over plain http from elsewhere', 'foreign realm', false, /tokens\.example\.com uses plain http/],
    ['sends a digest that does not match its content', 'none', true, /does not match its digest/],
  ] as const)('pins nothing if the registry %s', async (_, auth, lies, words) => {
    Object.assign(registry, { auth, lies });
    const { code, said, text } = await pin('DEMO=false\n');
    expect([code, said, text]).toEqual([1, expect.stringMatching(words), 'DEMO=false\n']);
  });
});

interface Locked {
  version: string;
  link?: boolean;
  resolved?: string;
  integrity?: string;
  dependencies?: object;
  optionalDependencies?: object;
  peerDependencies?: object;
}

/** Where Node finds a package: beside the one that loads it, or in a folder above. */
const placeOf = (lock: Record<string, Locked>, from: string, name: string): string | undefined => {
  const folders = from.split('/node_modules/').map((_, i, all) => all.slice(0, all.length - i).join('/node_modules/'));
  return [...folders.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`].find((at) => lock[at]);
};

/** The places that the workspaces and the embedded database lead to. The root's other packages build and test. */
function delivered(lock: Record<string, Locked>): Set<string> {
  const places = new Set<string>();
  const add = (place: string | undefined): void => {
    if (place === undefined || places.has(place)) return;
    places.add(place);
    const { link, resolved, dependencies, optionalDependencies, peerDependencies } = lock[place] ?? {};
    if (link) return add(resolved);
    const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
    for (const name of names) add(placeOf(lock, place, name));
  };
  for (const place of Object.keys(lock).filter((one) => one !== '' && !one.includes('node_modules/'))) add(place);
  for (const name of Object.keys(lock['']?.optionalDependencies ?? {})) add(`node_modules/${name}`);
  return places;
}

describe('sbom', () => {
  it('is a CycloneDX document of the runtime packages, each with version, address and hash, without test packages', async () => {
    const file = path.join(folder, 'sbom.json');
    const { code, said } = await run([bin('sbom.mjs'), file]);
    expect([code, said]).toEqual([0, expect.stringMatching(/\d+ packages/)]);
    const sbom = JSON.parse(readFileSync(file, 'utf8'));
    expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: expect.stringMatching(/^1\.\d$/) });
    expect(sbom.metadata.component).toMatchObject({ type: 'application', name: 'payment-gateway', version: '0.1.0' });
    const all: { name: string; version: string; purl: string; hashes?: object[] }[] = sbom.components;
    const lock: Record<string, Locked> = JSON.parse(
      readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8'),
    ).packages;
    const expected = [...delivered(lock)]
      .filter((place) => place.includes('node_modules/') && !lock[place]?.link)
      .map((place) => `${place.replace(/^.*node_modules\//, '')}@${lock[place]?.version}`);
    const found = all
      .map(({ name, version }) => `${name}@${version}`)
      .filter((one) => !one.startsWith('@payment-gateway/'));
    expect(found.sort()).toEqual([...new Set(expected)].sort());
    const names = all.map(({ name }) => name);
    for (const name of [
      '@nestjs/core',
      'bullmq',
      'fastify',
      'ioredis',
      'next',
      'pg',
      'react',
      'rxjs',
      'typeorm',
      'zod',
    ])
      expect(names).toContain(name);
    expect(
      names.filter((name) =>
        /^(jest|eslint|prettier|playwright-core|lighthouse|tsup|rolldown|tailwindcss)$/.test(name),
      ),
    ).toEqual([]);
    for (const { name, version, purl, hashes } of all) {
      expect([name, purl]).toEqual([name, `pkg:npm/${name.replace('@', '%40')}@${version}`]);
      const locked = Object.entries(lock).some(
        ([place, one]) => place.endsWith(`node_modules/${name}`) && one.version === version && one.integrity,
      );
      if (locked) expect([name, hashes?.length]).toEqual([name, 1]);
    }
    expect(all.find(({ name }) => name === 'pg')?.version).toBe(lock['node_modules/pg']?.version);
  });
});
