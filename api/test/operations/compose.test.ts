import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readAcquirerSettings } from '../../src/platform/config/acquirer-settings.js';
import { readSettings } from '../../src/platform/config/config.js';
import { schema } from '../../src/platform/config/schema.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- a Compose file has no types here */
const root = new URL('../../../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, root), 'utf8');
const text = read('docker-compose.yml');
const { services } = parse(text, { merge: true });
const OURS = Object.entries<any>(services).filter(([, { build }]) => build);

/** The file as Compose interpolates it without a shell or .env: each variable's default, or nothing. */
const filled = (service: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries<string | number | null>(services[service].environment).map(([name, value]) => [
      name,
      `${value ?? ''}`.replace(/\$\{\w+(?::-([^}]*))?\}/g, '$1'),
    ]),
  );

describe('docker-compose.yml', () => {
  it('passes every variable on to the API, except the addresses in its own network', () => {
    const itsOwn =
      /^(NODE_ENV|HOST|PORT|CHECKOUT_PORT|DASHBOARD_PORT|METRICS_PORT|API_URL|MIGRATION_DATABASE_URL|(PUBLIC_)?ACQUIRER_.*|REDIS_(?!URL|PASSWORD).*)$/;
    const passed = Object.keys(services.api.environment);
    expect(Object.keys(schema.shape).filter((name) => !passed.includes(name) && !itsOwn.test(name))).toEqual([]);
  });

  it('starts unchanged as a demo, in every role, with the HOST of its images', () => {
    for (const service of ['migrate', 'api', 'worker']) {
      const settings = readSettings({ NODE_ENV: 'production', HOST: '0.0.0.0', ...filled(service) });
      expect([service, settings.DEMO]).toEqual([service, true]);
    }
    const acquirer = readAcquirerSettings({ NODE_ENV: 'production', ...filled('acquirer') });
    expect(services.api.environment.SIMULATED_ACQUIRER_URL).toBe(`http://acquirer:${acquirer.port}`);
  });

  it('with DEMO=false refuses every password that it contains, and names the variable', () => {
    const real = {
      DEMO: 'false',
      ENCRYPTION_KEY: Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64'),
      METRICS_TOKEN: 'a token of some length',
    };
    expect(() => readSettings({ ...filled('migrate'), ...real })).toThrow(
      /DATABASE_URL: .*POSTGRES_APP_PASSWORD\n.*MIGRATION_DATABASE_URL: .*POSTGRES_PASSWORD\n.*REDIS_PASSWORD: .*\n.*ACQUIRER_DATABASE_URL: .*POSTGRES_ACQUIRER_PASSWORD\n.*SIMULATED_ACQUIRER_KEY: /,
    );
  });

  it('publishes every port on loopback only, as PUBLISHED_ON_LOOPBACK states', () => {
    const published = Object.values<any>(services).flatMap(({ ports = [] }) => ports as string[]);
    expect(published.length).toBeGreaterThan(3);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    for (const { network_mode: mode } of Object.values<any>(services)) expect(mode).toBeUndefined();
    expect(services.api.environment.PUBLISHED_ON_LOOPBACK).toBe('true');
    expect(services.dashboard.environment.PUBLISHED_ON_LOOPBACK).toBe('true');
  });

  it('gives the password of the schema’s owner only to the migration and to PostgreSQL', () => {
    const holders = Object.entries<any>(services).filter(([, service]) =>
      JSON.stringify(service).includes('${POSTGRES_PASSWORD:'),
    );
    expect(holders.map(([name]) => name).sort()).toEqual(['migrate', 'postgres']);
    expect(filled('api')['DATABASE_URL']).toContain('//gateway_app:');
    const holding = Object.entries<any>(parse(read('docker/secrets.yml'), { merge: true }).services).filter(
      ([, { secrets }]) => secrets.includes('migration_database_url'),
    );
    expect(holding.map(([name]) => name)).toEqual(['migrate']);
  });

  it('publishes the pages of the acquirer on this machine only, and gives it the password of its own role only', () => {
    const { ports, networks, environment } = services.acquirer;
    expect([ports, networks]).toEqual([['127.0.0.1:${ACQUIRER_PORT:-8010}:8010'], ['data', 'published']]);
    expect(filled('acquirer')['PUBLIC_ACQUIRER_URL']).toBe('http://localhost:8010');
    expect(filled('worker')['PUBLIC_ACQUIRER_URL']).toBe('http://localhost:8010');
    expect(environment.ACQUIRER_DATABASE_URL).toContain('//acquirer_app:');
    expect(JSON.stringify(environment)).not.toMatch(/POSTGRES_(APP_)?PASSWORD/);
    expect(Object.keys(services.api.environment)).not.toContain('ACQUIRER_DATABASE_URL');
  });

  it('takes every base image from a variable whose default is its tag, like the Dockerfiles', () => {
    expect(services.postgres.image).toBe('${POSTGRES_IMAGE:-postgres:18-alpine}');
    expect(services.redis.image).toBe('${REDIS_IMAGE:-redis:7-alpine}');
    for (const [name, { build }] of OURS) {
      expect([name, build.args]).toEqual([name, { NODE_IMAGE: '${NODE_IMAGE:-node:24-bookworm-slim}' }]);
    }
    for (const file of readdirSync(new URL('docker/', root)).filter((name) => name.endsWith('.Dockerfile'))) {
      const source = read(`docker/${file}`);
      expect(source).toMatch(/^ARG NODE_IMAGE=node:24-bookworm-slim$/m);
      const stages = [...source.matchAll(/^FROM (\S+)(?: AS (\S+))?$/gm)];
      const known = ['${NODE_IMAGE}', ...stages.map(([, , stage]) => stage)];
      expect(stages.map(([, from]) => from).filter((from) => !known.includes(from))).toEqual([]);
    }
  });
});
