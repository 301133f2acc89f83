import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Gateway } from '../support/gateway.js';
import { freePort, waitFor } from '../support/processes.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The first shell block below a heading of the README. */
async function block(heading: string): Promise<string> {
  const readme = await readFile(`${root}README.md`, 'utf8');
  const [, code] = /```sh\n([\s\S]*?)```/.exec(readme.slice(readme.indexOf(`\n## ${heading}\n`))) ?? [];
  if (!code) throw new Error(`README.md has no shell block below "${heading}"`);
  return code;
}

describe('the README’s commands', () => {
  let gateway: Gateway;
  let receiver: ChildProcess | undefined;
  let printed = '';
  beforeAll(async () => {
    gateway = await Gateway.start();
    const env = { ...process.env, GATEWAY_URL: gateway.baseUrl, PORT: String(await freePort()) };
    const [command = '', ...args] = (await block('First webhook')).replace(/#.*/, '').trim().split(' ');
    receiver = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
    receiver.stdout?.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
    await waitFor(() => printed.includes('Listening'));
  });
  afterAll(async () => {
    receiver?.kill();
    await gateway.stop();
  });

  it('the first payment, pasted unchanged, returns what its comments state', async () => {
    const script = (await block('First payment from your server')).replace('http://localhost:8000', gateway.baseUrl);
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script]);
    const promised = [...script.matchAll(/^curl .*# (.*)$/gm)].flatMap(([, comment = '']) => comment.split(/,(?=")/));
    expect(promised.length).toBeGreaterThanOrEqual(8);
    for (const part of promised) expect(stdout).toContain(part);
    expect(stdout).toContain('Refund amount exceeds available amount');
  });

  it('the example receiver prints every event of that payment with "signature ok"', async () => {
    const { rows } = await gateway.db.query<{ id: string }>('SELECT id FROM events');
    await waitFor(() => rows.every(({ id }) => printed.includes(id)), { what: 'the last event' });
    const lines = printed.split('\n').filter((line) => line.includes('evt_'));
    expect(rows.length).toBe(13);
    expect(lines.filter((line) => line.includes('signature ok'))).toHaveLength(lines.length);
  });

  it('the receiver for containers is the same program with another address', async () => {
    const readme = await readFile(`${root}README.md`, 'utf8');
    const [command = ''] = /^WEBHOOK_URL=.*$/m.exec(readme) ?? [];
    expect(command).toMatch(/^WEBHOOK_URL=(\S+) LISTEN_ON=0\.0\.0\.0 node examples\/receiver\.mjs$/);
    const port = await freePort();
    const env = { ...process.env, GATEWAY_URL: gateway.baseUrl, PORT: String(port) };
    // The name exists only in containers; here the worker reaches the same program by loopback.
    const told = command.replace(/http:\/\/[\w.]+:4000/, `http://localhost:${port}`).replace('0.0.0.0', '127.0.0.1');
    const child = spawn('bash', ['-c', `exec env ${told}`], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
      await waitFor(() => said.includes(`for http://localhost:${port}/webhooks`));
      const { data } = (await gateway.api.get('/api/v1/webhook-endpoints')).json;
      const { id } = data.find((one: { url: string }) => one.url === `http://localhost:${port}/webhooks`);
      await gateway.api.post(`/api/v1/webhook-endpoints/${id}/test`, {});
      await waitFor(() => /^webhook\.test .*signature ok/m.test(said));
      await gateway.api.delete(`/api/v1/webhook-endpoints/${id}`);
    } finally {
      child.kill();
    }
  });
});
