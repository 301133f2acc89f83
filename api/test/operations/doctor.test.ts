import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Consultation } from '../support/doctor.js';

let consultation: Consultation;
beforeAll(async () => {
  consultation = await Consultation.begin();
});
afterAll(() => consultation.end());

const examine = (...given: Parameters<Consultation['examine']>) => consultation.examine(...given);

describe('the doctor', () => {
  const envFile = (name: string, text: string, mode = 0o600) => {
    const file = path.join(consultation.folder, name);
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  };

  it('finds nothing to fix on a correct installation, and exits with 0', async () => {
    const { code, said } = await examine();
    expect(said).toContain('Nothing must be fixed');
    for (const topic of [
      'Node',
      'Build',
      'Disk',
      'Settings',
      'Ports',
      'PostgreSQL',
      'Migrations',
      'Connections',
      'Clock',
    ]) {
      expect(said).toMatch(new RegExp(`[✓!] ${topic} `));
    }
    expect([code, said.includes('✗')]).toEqual([0, false]);
  });

  it('names every setting that is wrong', async () => {
    const { code, said } = await examine({ PORT: 'nine', BANK_TIMEOUT: '5 apples' });
    expect([code, said]).toEqual([1, expect.stringMatching(/✗ Settings +PORT: .*\n.*✗ Settings +BANK_TIMEOUT: /)]);
  });

  it('recognises a misspelt setting, and suggests the right one', async () => {
    const { code, said } = await examine({}, ['--env', envFile('typo.env', 'WEBHOOK_TIMOUT=5s\nLOG_LEVEL=warn\n')]);
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(/! Settings +WEBHOOK_TIMOUT .*\n.*did you mean WEBHOOK_TIMEOUT/),
    ]);
    expect(said).not.toContain('LOG_LEVEL');
  });

  it('requires strong secrets, https and an .env that no other user can read, outside demo runs', async () => {
    const real = { DEMO: 'false', METRICS_TOKEN: 'short' };
    const missing = await examine(real);
    expect([missing.code, missing.said]).toEqual([
      1,
      expect.stringContaining('✗ Settings        ENCRYPTION_KEY: is missing'),
    ]);
    const file = envFile(
      'real.env',
      `ENCRYPTION_KEY=${Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64')}`,
      0o644,
    );
    const url = new URL(consultation.gateway.environment['DATABASE_URL'] ?? '');
    const weak = await examine(real, ['--env', file]);
    expect(weak.code).toBe(1);
    for (const fault of ['METRICS_TOKEN is shorter', 'real.env can be read by other users']) {
      expect(weak.said).toContain(fault);
    }
    expect(weak.said).toMatch(/! PostgreSQL +the role of DATABASE_URL may change the schema/);
    const open = await examine({ ...real, PUBLIC_API_URL: 'http://pay.example' }, ['--env', file]);
    expect(open.said).toMatch(/✗ Settings +PUBLIC_API_URL: .*sent unencrypted/);
    url.password = 'secret';
    expect((await examine({ ...real, DATABASE_URL: url.href }, ['--env', file])).said).toContain(
      'the password in DATABASE_URL',
    );
    expect(weak.said).not.toContain('the password in DATABASE_URL');
  });

  it('finds a port that another program uses, and recognises the gateway on its own', async () => {
    const other = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const taken = await examine({ CHECKOUT_PORT: String(port) });
    other.close();
    expect([taken.code, taken.said]).toEqual([
      1,
      expect.stringContaining(`CHECKOUT_PORT=${port} is taken by another program`),
    ]);
    expect((await examine({ PORT: String(consultation.gateway.port) })).code).toBe(0);
    const { PORT = '' } = consultation.free;
    expect((await examine({ CHECKOUT_PORT: PORT })).said).toContain(`CHECKOUT_PORT and PORT are both ${PORT}`);
  });
});
