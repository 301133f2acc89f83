import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { connectionBudget } from '../../src/boot/pool-budget.js';
import { ACQUIRER_CONNECTIONS, readAcquirerSettings } from '../../src/platform/config/acquirer-settings.js';
import { readSettings } from '../../src/platform/config/config.js';
import { schema } from '../../src/platform/config/schema.js';
import { SCHEMA_TIMEOUT_MS } from '../../src/platform/database/schema-wait.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- manifests have no types here */
const folder = new URL('../../../docker/kubernetes/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yml'));
const read = (name: string): any[] =>
  parseAllDocuments(readFileSync(new URL(name, folder), 'utf8')).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  });
const objects = files.flatMap(read);
const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);
const named = (kind: string, name: string) => ofKind(kind).find(({ metadata }) => metadata.name === name);
const pods = [...ofKind('Deployment'), ...ofKind('Job')];
const containers = pods.flatMap(({ spec }) => spec.template.spec.containers as any[]);
const data: Record<string, string> = named('ConfigMap', 'payment-gateway').data;
const secrets = {
  DATABASE_URL: 'postgres://gateway_app:a-password@postgres/gateway',
  MIGRATION_DATABASE_URL: 'postgres://gateway_owner:another-password@postgres/gateway',
  REDIS_PASSWORD: 'a-password',
  SIMULATED_ACQUIRER_KEY: 'acq_test_of_this_deployment',
  ENCRYPTION_KEY: Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64'),
};

describe('the Kubernetes manifests', () => {
  it('are all applied', () => {
    const [{ resources }] = read('kustomization.yml');
    expect([...resources, 'kustomization.yml'].sort()).toEqual(files.sort());
  });

  it('use only variables of the schema, and each secret by its own name', () => {
    const given = containers.flatMap(({ env = [] }) => env as any[]);
    const names = [...Object.keys(data), ...given.map(({ name }) => name)];
    expect(names.filter((name) => !(name in schema.shape))).toEqual([]);
    expect(given.map(({ valueFrom }) => valueFrom.secretKeyRef.key)).toEqual(given.map(({ name }) => name));
    expect(new Set(given.map(({ name }) => name))).toEqual(new Set(Object.keys(secrets)));
  });

  it('give the schema’s owner only to the migration, from a secret that nothing else uses', () => {
    const holders = pods.filter((pod) => JSON.stringify(pod).includes('MIGRATION_DATABASE_URL'));
    expect(holders.map(({ kind, metadata }) => [kind, metadata.name])).toEqual([['Job', 'migrate']]);
    const others = pods.filter((pod) => !holders.includes(pod));
    expect(JSON.stringify(others)).not.toContain('payment-gateway-migration');
  });

  it('make settings with which the gateway starts', () => {
    expect(readSettings({ ...data, ...secrets })).toMatchObject({ DEMO: false, METRICS_PORT: 9464 });
    const port = named('Service', 'acquirer').spec.ports[0].port as number;
    expect(readAcquirerSettings({ ...data, ...secrets })).toMatchObject({ host: '0.0.0.0', port });
    expect(data['SIMULATED_ACQUIRER_URL']).toBe(`http://acquirer:${port}`);
  });

  it('select, scale and protect existing objects', () => {
    for (const { metadata, spec } of ofKind('Deployment'))
      expect([metadata.name, spec.selector.matchLabels]).toEqual([metadata.name, spec.template.metadata.labels]);
    const deployed = ofKind('Deployment').map(({ metadata }) => metadata.name);
    const guarded = ofKind('PodDisruptionBudget').map(({ spec }) => spec.selector.matchLabels.app);
    expect(guarded.sort()).toEqual(deployed.sort());
    const scaled = ofKind('HorizontalPodAutoscaler').map(({ spec }) => spec.scaleTargetRef.name);
    expect(scaled.sort()).toEqual(['api', 'worker']);
    for (const { spec } of ofKind('Service')) expect(deployed).toContain(spec.selector.app);
    expect(data['API_URL']).toBe(`http://api:${named('Service', 'api').spec.ports[0].port}`);
  });

  it('probe existing ports', () => {
    for (const { livenessProbe, startupProbe, readinessProbe, ports = [] } of containers) {
      const known = (ports as any[]).map(({ name }) => name);
      for (const probe of [livenessProbe, startupProbe, readinessProbe])
        if (probe) expect(known).toContain((probe.httpGet ?? probe.tcpSocket).port);
    }
    for (const { metadata, spec } of ofKind('Deployment'))
      expect([metadata.name, Boolean(spec.template.spec.containers[0].livenessProbe)]).toEqual([metadata.name, true]);
  });

  it('wait for the migration longer than a boot does, and probe nothing behind METRICS_TOKEN', () => {
    for (const { spec } of ofKind('Deployment')) {
      const [{ image, startupProbe, livenessProbe, readinessProbe }] = spec.template.spec.containers;
      for (const probe of [startupProbe, livenessProbe, readinessProbe])
        expect(probe?.httpGet?.path ?? '/health').toMatch(/^\/health(\/live|\/ready)?$/);
      if (image !== 'payment-gateway-api') continue;
      const patience = startupProbe.periodSeconds * startupProbe.failureThreshold * 1_000;
      expect(patience).toBeGreaterThan(SCHEMA_TIMEOUT_MS);
    }
  });

  it('leave the number of replicas to the autoscaler, if there is one', () => {
    for (const { spec } of ofKind('HorizontalPodAutoscaler'))
      expect(named('Deployment', spec.scaleTargetRef.name).spec.replicas).toBeUndefined();
  });

  it('give a process enough time to stop', () => {
    const { SHUTDOWN_DELAY } = readSettings({ ...data, ...secrets });
    for (const { spec } of ofKind('Deployment'))
      expect(spec.template.spec.terminationGracePeriodSeconds * 1_000).toBeGreaterThan(SHUTDOWN_DELAY + 15_000);
  });

  it('run as an unprivileged user, on a read-only file system', () => {
    for (const { spec } of pods) expect(spec.template.spec.securityContext).toMatchObject({ runAsNonRoot: true });
    for (const { securityContext } of containers)
      expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true });
  });

  it('open no more connections at full scale than settings.yml states', () => {
    const config = readSettings({ ...data, ...secrets });
    const most = (name: string) => named('HorizontalPodAutoscaler', name).spec.maxReplicas as number;
    const gateways =
      most('api') * connectionBudget(config, 'server') + most('worker') * connectionBudget(config, 'worker');
    const sum = gateways + ACQUIRER_CONNECTIONS;
    expect(readFileSync(new URL('settings.yml', folder), 'utf8')).toContain(`connections: ${sum}.`);
  });
});
