import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '../support/client.js';
import { expectRefusal } from '../support/envelope.js';
import { Gateway } from '../support/gateway.js';

const PATH = '/api/v1/sessions';
const PASSWORD = 'lantern orbit mustard canyon';
const ENDED = { status: 401, code: 'AUTHENTICATION_ERROR', reason: 'session_ended' } as const;
const NOT_FOUND = { status: 404, code: 'NOT_FOUND_ERROR', description: 'Session not found' };

describe('the sessions of a user', () => {
  let gateway: Gateway;
  let count = 0;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
  });
  afterAll(() => gateway.stop());

  const newUser = async () => {
    const email = `user-${++count}@shop.example`;
    const { json } = await gateway.shopper.post('/api/v1/auth/register', { email, password: PASSWORD, name: 'Asha' });
    return { email, id: json.user.id as string, first: gateway.client({ session: json.token }) };
  };
  const signIn = async (email: string, agent = 'Phone'): Promise<Client> => {
    const headers = { 'User-Agent': agent };
    const { json } = await gateway.shopper.post('/api/v1/auth/login', { email, password: PASSWORD }, { headers });
    return gateway.client({ session: json.token });
  };
  const listed = async (api: Client) => (await api.get(PATH)).json.data as Record<string, string>[];

  it('are listed with device, address and last use, the current one first', async () => {
    const { email, first } = await newUser();
    const phone = await signIn(email, 'Phone of Asha');
    const sessions = await listed(phone);
    expect(sessions).toMatchObject([
      { current: true, user_agent: 'Phone of Asha', address: '127.0.0.1' },
      { current: false, address: '127.0.0.1' },
    ]);
    for (const { last_seen_at: seen, created_at: made, expires_at: until } of sessions) {
      expect(Date.now() - Date.parse(seen ?? '')).toBeLessThan(60_000);
      expect(Date.parse(until ?? '') - Date.parse(made ?? '')).toBe(12 * 3_600_000);
    }
    expect((await listed(first)).map(({ current }) => current)).toEqual([true, false]);
    expect(JSON.stringify(sessions)).not.toMatch(/session_|token/);
  });

  it('sessions that have ended by themselves are not listed', async () => {
    const { email, id, first } = await newUser();
    await signIn(email);
    await gateway.db.query(
      `UPDATE sessions SET seen_at = now() - interval '31 minutes' WHERE user_id = $1 AND user_agent = 'Phone'`,
      [id],
    );
    expect(await listed(first)).toHaveLength(1);
  });

  it('one of them can be ended, at once and only once', async () => {
    const { email, first } = await newUser();
    const phone = await signIn(email);
    const other = (await listed(first))[1]?.['id'];
    expect((await first.delete(`${PATH}/${other}`)).json).toEqual({ id: other, deleted: true });
    expectRefusal(await phone.get('/api/v1/me'), ENDED);
    expectRefusal(await first.delete(`${PATH}/${other}`), NOT_FOUND);
    expect((await first.get('/api/v1/me')).status).toBe(200);
  });

  it('all but the current one can be ended together', async () => {
    const { email, first } = await newUser();
    const others = [await signIn(email), await signIn(email)];
    expect((await first.delete(PATH)).json).toEqual({ ended: 2 });
    for (const other of others) expectRefusal(await other.get('/api/v1/me'), ENDED);
    expect(await listed(first)).toMatchObject([{ current: true }]);
    const { rows } = await gateway.db.query(`SELECT action FROM audit_log WHERE action = 'sessions.end_others'`);
    expect(rows.length).toBeGreaterThan(0);
  });

  it('nobody sees or ends the sessions of another user, a colleague included', async () => {
    const asha = await newUser();
    const ravi = await newUser();
    const [session] = await listed(asha.first);
    expectRefusal(await ravi.first.delete(`${PATH}/${session?.['id']}`), NOT_FOUND);
    expectRefusal(await ravi.first.delete(`${PATH}/no-id`), NOT_FOUND);
    await ravi.first.delete(PATH);
    expect(await listed(asha.first)).toHaveLength(1);
    expectRefusal(await gateway.api.get(PATH), { status: 401, code: 'AUTHENTICATION_ERROR' });
  });
});
