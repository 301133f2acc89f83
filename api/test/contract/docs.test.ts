import { execFile, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { detectCardNetwork } from '@payment-gateway/sdk/validators';
import { parse } from 'yaml';
import { CAPTURE_DECLINES, PAYMENT_DECLINES, REFUND_DECLINES } from '../../src/acquiring/connectors/decline-reasons.js';
import { alsoInEvent, EVENT_OBJECTS, type EventType } from '../../src/messaging/events/event-types.js';
import { attemptHeaders, newSecret } from '../../src/messaging/webhooks/deliveries/signature.js';
import { ERROR_STATUS } from '../../src/platform/errors/api-error.js';
import { REASONS_OF_CODE } from '../../src/platform/errors/error-reasons.js';
import { block, isInstalled, root, rows, section, sources, text } from '../support/documents.js';
import { FULL } from '../support/full.js';
import { Gateway } from '../support/gateway.js';
import { openApiDocument } from '../support/openapi-document.js';
import { waitFor } from '../support/processes.js';
import { Receiver } from '../support/receiver.js';

type Scheme = 'standard' | 'plain';
interface Delivery {
  headers: Record<string, string>;
  body: string;
}

/** Each sample with the programs that it needs, and their flag that prints the version. */
const SAMPLES: [file: string, interpreter: string, alsoNeeds?: string][] = [
  ['with-sdk.mjs', 'node'],
  ['verify.mjs', 'node'],
  ['verify.py', 'python3'],
  ['verify.php', 'php'],
  ['verify.rb', 'ruby'],
  ['verify.sh', 'sh', 'openssl'],
];
/** The Python program itself: the one in the PATH may be a wrapper script that takes half a second to find it. */
const PYTHON = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).stdout?.trim();
/** A shell has no such flag, but it is found anyway. */
const missing = (programs: (string | undefined)[]) =>
  programs.filter((one) => one !== undefined && !isInstalled(one, one === 'openssl' ? 'version' : '--version'));

let gateway: Gateway;
let receiver: Receiver;
beforeAll(async () => {
  [gateway, receiver] = await Promise.all([Gateway.start(), Receiver.start()]);
});
afterAll(async () => {
  await gateway.stop();
  await receiver.stop();
});

describe('the samples in examples/verify verify deliveries of the gateway', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'payment-gateway-docs-'));
  let delivery: Delivery;
  let rotated: Delivery;
  let secret: string;
  let newest: string;

  beforeAll(async () => {
    const { json } = await gateway.api.post('/api/v1/webhook-endpoints', { url: receiver.url, events: ['order.paid'] });
    secret = json.secret;
    const paid = async (count: number): Promise<Delivery> => {
      const order = await gateway.order({ notes: { for: 'दो आम 🥭 / "two"' } });
      await gateway.pay(order.id);
      await waitFor(() => receiver.received.length === count, { what: `delivery ${count}` });
      const { headers, body } = receiver.received[count - 1]!;
      return { headers: headers as Record<string, string>, body };
    };
    delivery = await paid(1);
    newest = (await gateway.api.post(`/api/v1/webhook-endpoints/${json.id}/rotate-secret`)).json.secret;
    rotated = await paid(2);
    expect(delivery.body).toContain('आम 🥭');
    expect(rotated.headers['webhook-signature']?.split(' ')).toHaveLength(2);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** The sample's output, which must agree with its exit code. */
  function judge(file: string, scheme: Scheme, { headers, body }: Delivery, key: string): string {
    const [, interpreter = ''] = SAMPLES.find(([name]) => name === file) ?? [];
    const files = { headers: path.join(folder, 'headers.txt'), body: path.join(folder, 'body.json') };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`);
    writeFileSync(files.headers, lines.join(''));
    writeFileSync(files.body, body);
    const words = [path.join(root, 'examples/verify', file), scheme, files.headers, files.body];
    const env = { PATH: process.env['PATH'], LANG: 'C', WEBHOOK_SECRET: key };
    const { status, stdout, stderr } = spawnSync(interpreter === 'python3' ? PYTHON : interpreter, words, {
      env,
      encoding: 'utf8',
    });
    if (status !== (stdout === 'valid\n' ? 0 : 1)) throw new Error(`${file} ended with ${status}: ${stdout}${stderr}`);
    return stdout.trim();
  }

  /** A valid signature for a given time. */
  const signedAt = (timestampSeconds: number): Delivery => {
    const { body } = delivery;
    return { body, headers: attemptHeaders({ eventId: 'evt_0V6bT1zq8KJh3mPd', body, timestampSeconds, secret }) };
  };
  const now = () => Math.floor(Date.now() / 1000);

  for (const [file, ...programs] of SAMPLES) {
    const absent = missing(programs);
    const test = absent.length === 0 ? it : it.skip;
    const because = absent.length === 0 ? '' : ` (${absent.join(', ')} is not installed)`;
    const both = (one: Delivery, key: string) =>
      (['standard', 'plain'] as const).map((scheme) => judge(file, scheme, one, key));

    test(`${file} accepts a delivery, by both schemes${because}`, () => {
      expect(both(delivery, secret)).toEqual(['valid', 'valid']);
    });

    test(`${file} accepts the old and the new secret while one is rotated${because}`, () => {
      expect(both(rotated, newest)).toEqual(['valid', 'valid']);
      expect(both(rotated, secret)).toEqual(['valid', 'valid']);
    });

    test(`${file} refuses a changed body, another secret and absent signatures${because}`, () => {
      const refused = ['not valid', 'not valid'];
      expect(both({ ...delivery, body: delivery.body.replace('50000', '50001') }, secret)).toEqual(refused);
      expect(both({ ...delivery, body: `${delivery.body}\n` }, secret)).toEqual(refused);
      expect(both(delivery, newSecret())).toEqual(refused);
      expect(both(delivery, newest)).toEqual(refused);
      expect(both({ ...delivery, headers: { 'content-type': 'application/json' } }, secret)).toEqual(refused);
    });

    // 45 more starts of interpreters: with `npm run test:full`.
    if (!FULL) continue;

    test(`${file} refuses a secret that stands for no key, whatever was signed with it${because}`, () => {
      for (const empty of ['', 'whsec_', 'whsec_AA==']) {
        const { body } = delivery;
        const timestamp = String(now());
        const key = Buffer.from(empty.replace('whsec_', ''), 'base64');
        const forged = {
          'webhook-id': 'evt_1',
          'webhook-timestamp': timestamp,
          'webhook-signature': `v1,${createHmac('sha256', key).update(`evt_1.${timestamp}.${body}`).digest('base64')}`,
          'x-webhook-signature': createHmac('sha256', empty).update(body).digest('hex'),
        };
        expect(both({ headers: forged, body }, empty)).toEqual(['not valid', 'not valid']);
      }
    });

    test(`${file} refuses an old timestamp and one ahead, however well signed${because}`, () => {
      expect(judge(file, 'standard', signedAt(now() - 200), secret)).toBe('valid');
      expect(judge(file, 'standard', signedAt(now() - 310), secret)).toBe('not valid');
      expect(judge(file, 'standard', signedAt(now() + 600), secret)).toBe('not valid');
      const forged = { ...signedAt(now() - 310).headers, 'webhook-timestamp': String(now()) };
      expect(judge(file, 'standard', { headers: forged, body: delivery.body }, secret)).toBe('not valid');
    });
  }
});

describe('docs/webhooks.md', () => {
  const page = text('docs/webhooks.md');

  it('contains every sample exactly as in its file', () => {
    const files = readdirSync(path.join(root, 'examples/verify'));
    expect(files.sort()).toEqual(SAMPLES.map(([file]) => file).sort());
    for (const file of files) expect(page).toContain(text(`examples/verify/${file}`));
  });

  it('lists every event with the contents of its data', () => {
    const listed = rows(section(page, 'What arrives').slice(section(page, 'What arrives').indexOf('| event |')));
    const held = Object.entries(EVENT_OBJECTS).map(([type, object]) => {
      const also = alsoInEvent(type as EventType);
      return [type, also ? `${object}\`, \`${also}` : object];
    });
    expect(listed.map(([type, , objects]) => [type, objects]).sort()).toEqual(held.sort());
  });

  it('its commands, pasted, create the described endpoints', async () => {
    const answers = ['What arrives', 'See one without a server: the inbox'].map(async (heading) => {
      const code = block(section(page, heading), 'sh').replace('http://localhost:8000', gateway.baseUrl);
      const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', code]);
      return JSON.parse(stdout) as Record<string, unknown>;
    });
    const [own, inbox] = await Promise.all(answers);
    expect(own).toMatchObject({ kind: 'url', events: ['order.paid', 'refund.processed'], secret: expect.any(String) });
    expect(inbox).toMatchObject({ kind: 'inbox', url: null, enabled: true });
    for (const { id } of [own!, inbox!]) await gateway.api.delete(`/api/v1/webhook-endpoints/${String(id)}`);
  });

  it('states the schedules of the code', () => {
    const source = text('api/src/messaging/webhooks/deliveries/retry-schedule.ts');
    const schedules = [...source.matchAll(/^export const \w+_SCHEDULE = parseSchedule\('(.+)'\)/gm)].map(
      ([, one]) => one,
    );
    const listed = rows(section(page, 'Retries'));
    expect(listed.map(([, , delays]) => delays).sort()).toEqual(schedules.sort());
    for (const [, attempts, delays] of listed) expect(delays?.split(',')).toHaveLength(Number(attempts));
  });
});

describe('docs/errors.md', () => {
  const page = text('docs/errors.md');
  const first = (heading: string) => rows(section(page, heading)).map(([name]) => name);
  it('lists every code with its status', () => {
    const listed = rows(section(page, 'Codes')).map(([code, status]) => [code, Number(status)]);
    expect(Object.fromEntries(listed)).toEqual(ERROR_STATUS);
  });

  it('explains every existing error_reason, and no other', () => {
    expect(first('Why a payment failed')).toEqual(Object.keys(PAYMENT_DECLINES));
    expect(first('Why a refund failed')).toEqual(Object.keys(REFUND_DECLINES));
    const ofCaptures = section(page, 'Why a refund failed').split('When a capture is refused')[1] ?? '';
    const captures = [...ofCaptures.matchAll(/`([a-z_]+)`/g)].map(([, reason]) => reason);
    expect(captures).toEqual(CAPTURE_DECLINES);
  });

  it('explains every error of a delivery', () => {
    const union = text('api/src/messaging/webhooks/deliveries/delivery-error.ts')
      .split('export type DeliveryError =')[1]
      ?.split(';')[0];
    const network = [...(union ?? '').matchAll(/\| '(\w+)'/g)].map(([, error]) => error);
    const judged = [
      ...text('api/src/messaging/webhooks/deliveries/delivery-attempts.service.ts').matchAll(
        /(?:error: |\?\? )'(\w+)'/g,
      ),
    ];
    const known = new Set([...network, ...judged.map(([, error]) => error)]);
    known.delete('shutting_down'); // released, never recorded
    expect(first('Why a delivery failed').sort()).toEqual([...known].sort());
  });

  it('lists every reason of a refusal with its code, cause and remedy', () => {
    const known = Object.entries(REASONS_OF_CODE).flatMap(([code, reasons]) =>
      Object.entries(reasons).map(([reason, [cause, cure]]) => [reason, code, cause, cure]),
    );
    const bare = (cell: string) => cell.replace(/^`(.*)`$/, '$1');
    expect(rows(section(page, 'Reasons'))).toEqual(known.map((row) => row.map(bare)));
  });

  it('every reason occurs in the code', () => {
    const code = sources('api/src', /-reasons\.ts$/);
    for (const reason of Object.values(REASONS_OF_CODE).flatMap(Object.keys)) {
      expect([reason, code.includes(`'${reason}'`)]).toEqual([reason, true]);
    }
  });
});

describe('submission.yml', () => {
  const steps = parse(text('submission.yml')) as Record<string, string | string[]>;
  const commands = ['setup', 'start', 'test', 'verify', 'shutdown'].flatMap((name) => steps[name] ?? []);
  const { services } = parse(text('docker-compose.yml')) as { services: Record<string, object> };
  const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };

  it('has every step; a shell can read each command', () => {
    expect(Object.keys(steps)).toEqual(['name', 'setup', 'start', 'test', 'verify', 'shutdown']);
    for (const command of commands) {
      expect([command, spawnSync('bash', ['-n', '-c', command]).status]).toEqual([command, 0]);
    }
  });

  it('names only existing services, scripts and operations', async () => {
    const { paths } = (await openApiDocument()) as { paths: Record<string, object> };
    for (const command of commands) {
      const [program, verb, ...words] = command.split(/\s+/);
      expect(['docker-compose', 'npm']).toContain(program);
      if (program === 'npm') expect(Object.keys(scripts)).toContain(verb === 'run' ? words[0] : verb);
      const named = words.filter((word) => /^[a-z]+$/.test(word)).slice(0, verb === 'exec' ? 1 : undefined);
      for (const service of program === 'npm' ? [] : named) expect(Object.keys(services)).toContain(service);
      const [, path] = /http:\/\/localhost:8000(\/\S*)/.exec(command) ?? [];
      if (path) expect(Object.keys(paths)).toContain(path);
    }
  });
});

describe('docs/assignment.md', () => {
  const differences = rows(section(text('docs/assignment.md'), 'What differs on purpose'));
  const here = differences.map(([, gateway = '']) => gateway).join('\n');

  it('states for each difference the assignment’s text, the gateway’s behaviour and the reason; the README links to it', () => {
    expect(differences.length).toBeGreaterThanOrEqual(9);
    for (const cells of differences) expect(cells.filter((cell) => cell !== '')).toHaveLength(3);
    expect(text('README.md')).toContain('(docs/assignment.md)');
  });

  it('describes what the code does', () => {
    const network = detectCardNetwork('2223003122003222');
    const { services } = parse(text('docker-compose.yml')) as { services: Record<string, { image?: string }> };
    const [, postgres = ''] = /postgres:(\d+)/.exec(services['postgres']?.image ?? '') ?? [];
    expect(network).toBe('mastercard');
    expect(here).toContain('2221 to 2720 is Mastercard');
    expect(here).toContain(`${ERROR_STATUS.IDEMPOTENCY_ERROR} \`IDEMPOTENCY_ERROR\``);
    expect(here).toContain(`PostgreSQL ${postgres}.`);
    expect(here).toContain('"Order is already paid"');
    expect(sources('api/src')).toContain("'order_already_paid', 'Order is already paid'");
  });
});

describe('the other documents', () => {
  it('docs/idempotency.md: the commands, pasted, return what their comments state', async () => {
    const code = block(text('docs/idempotency.md'), 'sh').replace('http://localhost:8000', gateway.baseUrl);
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', code]);
    const [made, replayed, refused] = stdout.split(/(?=HTTP\/1.1)/);
    expect(made).toMatch(/^HTTP\/1.1 201 Created/);
    expect(replayed).toMatch(/^HTTP\/1.1 201 Created[\s\S]*idempotent-replayed: true/i);
    expect(replayed?.split('\r\n\r\n')[1]).toBe(made?.split('\r\n\r\n')[1]);
    expect(refused).toMatch(/^HTTP\/1.1 422 Unprocessable Entity[\s\S]*IDEMPOTENCY_ERROR/);
  });

  it('docs/idempotency.md: the program, run twice, makes one order', async () => {
    const code = block(text('docs/idempotency.md'), 'js').replace('http://localhost:8000', gateway.baseUrl);
    const run = () => promisify(execFile)('node', ['--input-type=module', '-e', code], { cwd: root });
    const [once, twice] = [await run(), await run()];
    expect(once.stdout).toMatch(/^order_\w{16} created\n$/);
    expect(twice.stdout).toBe(once.stdout);
  });

  it('docs/going-live.md: the metrics to watch are those of the code', () => {
    const [, section = ''] = /^## What to watch$(.*?)^## /ms.exec(text('docs/going-live.md')) ?? [];
    const named = section.match(/\b(gateway|http)_[a-z_]+/g) ?? [];
    expect(named.length).toBeGreaterThan(3);
    for (const metric of named) expect(sources('api/src')).toContain(`'${metric}'`);
  });

  it('docs/postman.json has every operation of openapi.yml', async () => {
    interface Item {
      item?: Item[];
      request?: { method: string; url: { raw: string } };
    }
    const collection = JSON.parse(text('docs/postman.json')) as Item;
    const requests = (one: Item): string[] =>
      one.request
        ? [`${one.request.method} ${one.request.url.raw.replace('{{baseUrl}}', '').split('?')[0]}`]
        : (one.item ?? []).flatMap(requests);
    const { paths } = (await openApiDocument()) as { paths: Record<string, object> };
    const operations = Object.entries(paths).flatMap(([route, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${route.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(requests(collection).sort()).toEqual(operations.sort());
  });
});
