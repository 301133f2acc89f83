import { describe, expect, it } from '@jest/globals';
import { amountLimitsOf } from '../src/common/currency.js';
import { isErrorReason } from '../src/common/error-reasons.js';
import { rows, section, sources, text } from './support/documents.js';

describe('docs/compatibility.md', () => {
  const page = text('docs/compatibility.md');
  it('quotes the fixed descriptions as the gateway says them', () => {
    const code = sources('api/src');
    const quoted = [...section(page, 'What you may rely on').matchAll(/"([^"]+)"/g)].map(([, words = '']) => words);
    expect(quoted).toContain('Payment not in capturable state');
    for (const words of quoted.filter((one) => !one.startsWith('amount must'))) expect(code).toContain(words);
  });

  it('names only reasons that there are', () => {
    const named = rows(section(page, 'What is refused')).flatMap(
      ([, answer = '']) => /400 `(\w+)`/.exec(answer)?.[1] ?? [],
    );
    expect(named).toEqual(['unknown_parameter', 'repeated_parameter', 'unexpected_body']);
    for (const reason of named) expect(isErrorReason(reason)).toBe(true);
  });

  it('gives the limits of the currency table', () => {
    const grouped = (amount: number) => String(amount).replace(/\B(?=(\d{3})+$)/g, ' ');
    const listed = rows(section(page, 'Limits of an amount')).map(([, least, most]) => [least, most]);
    const limits = ['INR', 'JPY', 'IRR'].map(amountLimitsOf);
    expect(listed).toEqual(limits.map(({ minimum, maximum }) => [String(minimum), grouped(maximum)]));
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

  it('names services, scripts and operations that there are', () => {
    const { paths } = parse(text('openapi.yml')) as { paths: Record<string, object> };
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

describe('the other documents', () => {
  it('docs/idempotency.md: the commands, pasted, answer as their comments say', async () => {
    const code = block(text('docs/idempotency.md'), 'sh').replace('http://localhost:8000', gateway.baseUrl);
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', code]);
    const [made, replayed, refused] = stdout.split(/(?=HTTP\/1.1)/);
    expect(made).toMatch(/^HTTP\/1.1 201 Created/);
    expect(replayed).toMatch(/^HTTP\/1.1 201 Created[\s\S]*idempotent-replayed: true/i);
    expect(replayed?.split('\r\n\r\n')[1]).toBe(made?.split('\r\n\r\n')[1]);
    expect(refused).toMatch(/^HTTP\/1.1 422 Unprocessable Entity[\s\S]*IDEMPOTENCY_ERROR/);
  });

  it('docs/idempotency.md: the program runs, and twice makes one order', async () => {
    const code = block(text('docs/idempotency.md'), 'js').replace('http://localhost:8000', gateway.baseUrl);
    const run = () => promisify(execFile)('node', ['--input-type=module', '-e', code], { cwd: root });
    const [once, twice] = [await run(), await run()];
    expect(once.stdout).toMatch(/^order_\w{16} created\n$/);
    expect(twice.stdout).toBe(once.stdout);
  });

  it('docs/adding-a-connector.md: the example compiles where it says it lies', () => {
    const page = text('docs/adding-a-connector.md');
    const [, file = ''] = /^`(api\/src\/connectors\/[\w/-]+\.ts)`:$/m.exec(page) ?? [];
    expect(compilerComplaints(file, block(page, 'ts'))).toEqual([]);
  });

  it('docs/going-live.md: the metrics to watch are those of the code', () => {
    const named = text('docs/going-live.md').match(/\b(gateway|http)_[a-z_]+/g) ?? [];
    expect(named.length).toBeGreaterThan(3);
    for (const metric of named) expect(sources('api/src')).toContain(`'${metric}'`);
  });

  it('docs/postman.json has every operation of openapi.yml', () => {
    interface Item {
      item?: Item[];
      request?: { method: string; url: { raw: string } };
    }
    const collection = JSON.parse(text('docs/postman.json')) as Item;
    const requests = (one: Item): string[] =>
      one.request
        ? [`${one.request.method} ${one.request.url.raw.replace('{{baseUrl}}', '').split('?')[0]}`]
        : (one.item ?? []).flatMap(requests);
    const { paths } = parse(text('openapi.yml')) as { paths: Record<string, object> };
    const operations = Object.entries(paths).flatMap(([route, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${route.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(requests(collection).sort()).toEqual(operations.sort());
  });
});
