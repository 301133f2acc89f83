/** Promises about the rights of containers and database roles. */
import { run } from './command.mjs';
import { expect } from './project.mjs';

export async function hardened({ compose }) {
  for (const { service, Config: config, HostConfig: host } of await compose.containers()) {
    const fault = (words) => `${service}: ${words}`;
    expect(config.User && !/^(0|root)\b/.test(config.User), fault('runs as root'));
    expect(host.ReadonlyRootfs, fault('its file system can be written'));
    expect(host.Memory > 0 && host.PidsLimit > 0, fault('no limits'));
    expect(host.CapDrop?.includes('ALL') && !host.Privileged, fault('has capabilities'));
    expect(
      service === 'migrate' || host.RestartPolicy.Name === 'unless-stopped',
      fault('is not restarted automatically'),
    );
    const bindings = Object.values(host.PortBindings ?? {}).flat();
    expect(
      bindings.every(({ HostIp: ip }) => ip === '127.0.0.1'),
      fault('listens beyond this machine'),
    );
  }
}

/** What an attacker with a container of the gateway can do with its database role and in Redis. */
export async function leastPrivilege({ compose }) {
  const [postgres] = await compose.of('postgres');
  const [redis] = await compose.of('redis');
  const psql = (user, password, sql) =>
    run('docker', [
      ...['exec', '-e', `PGPASSWORD=${password}`, postgres.Id, 'psql', '-h', '127.0.0.1', '-U', user],
      ...['-d', 'payment_gateway', '-v', 'ON_ERROR_STOP=1', '-Atc', sql],
    ]);
  const asApp = (sql) => psql('gateway_app', 'app_demo', sql);
  const reads = await asApp('SELECT count(*) > 0 FROM merchants');
  expect(reads.output.trim() === 't', `the app's role cannot read: ${reads.output}`);
  for (const sql of [
    ...[
      'CREATE TABLE mine (id int)',
      'DROP TABLE orders',
      'ALTER TABLE orders ADD COLUMN mine int',
      'CREATE SCHEMA mine',
    ],
    ...['UPDATE movements SET amount = 0', 'DELETE FROM migrations', 'CREATE DATABASE mine', 'CREATE ROLE mine'],
    ...['TRUNCATE payments', "COPY merchants TO PROGRAM 'true'", "SELECT pg_read_file('/etc/passwd')"],
  ]) {
    const { code, output } = await asApp(sql);
    expect(code !== 0 && /permission denied|must be owner/.test(output), `the app's role may ${sql}: ${output}`);
  }
  const asAcquirer = (sql) => psql('acquirer_app', 'acquirer_demo', sql);
  const record = await asAcquirer('SELECT count(*) >= 0 FROM simulated_bank.charges');
  expect(record.output.trim() === 't', `the acquirer's role cannot read its record: ${record.output}`);
  for (const sql of [
    ...['SELECT id FROM merchants', 'SELECT id FROM payments', 'CREATE TABLE simulated_bank.mine (id int)'],
    ...['UPDATE simulated_bank.ledger SET amount = 1', 'DELETE FROM simulated_bank.charges'],
  ]) {
    const { code, output } = await asAcquirer(sql);
    expect(code !== 0 && /permission denied/.test(output), `the acquirer's role may ${sql}: ${output}`);
  }
  for (const service of ['api', 'worker', 'acquirer', 'dashboard', 'checkout']) {
    const [{ Config: config }] = await compose.of(service);
    expect(!config.Env.some((line) => line.includes('gateway_pass')), `${service} holds the owner's password`);
  }
  const { output } = await run('docker', ['exec', redis.Id, 'redis-cli', 'keys', '*']);
  expect(output.includes('NOAUTH'), `Redis answers without a password: ${output}`);
}
