import { describe, expect, it } from '@jest/globals';
import type { Client } from '../support/client.js';
import { expectRefusal } from '../support/envelope.js';
import { Gateway } from '../support/gateway.js';
import { admin, waitFor } from '../support/processes.js';

describe('operators and their command', () => {
  const encryption = { ENCRYPTION_KEY: Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64') };
  const env = { DEMO: 'false', METRICS_TOKEN: 'scrape-me-not', ...encryption };

  it('a live merchant created by another user accepts no orders until an operator activates it, and their number is capped', async () => {
    const gateway = await Gateway.start({ worker: false, env });
    try {
      const viewer = await gateway.newMember('viewer');
      const make = (mode: string, name = 'Shop') => viewer.api.post('/api/v1/merchants', { name, mode });
      const { status, json: live } = await make('live', 'Waiting shop');
      expect([status, live.activated_at]).toEqual([201, null]);
      const owner = gateway.client({ session: viewer.session, merchantId: live.id });
      const key = (await owner.post('/api/v1/api-keys', {})).json;
      const shop = gateway.client({ key: key.id, secret: key.secret });
      const order = (api: Client) => api.post('/api/v1/orders', { amount: 50_000 });
      for (const api of [shop, owner]) {
        const refused = await order(api);
        expectRefusal(refused, { status: 403, code: 'PERMISSION_ERROR' });
        expect(refused.json.error.description).toContain('an operator of this gateway has to activate it');
        expect((await api.get('/api/v1/orders')).status).toBe(200);
      }
      expect((await owner.get('/api/v1/me')).json.merchants).toMatchObject([{}, { id: live.id, active: false }]);
      const listed = await admin(['merchants', '--waiting'], gateway.environment);
      expect(listed).toEqual({ code: 0, text: expect.stringMatching(`${live.id}.*${viewer.email}.*Waiting shop`) });
      expect(await admin(['activate', live.id], gateway.environment)).toMatchObject({ code: 0 });
      await waitFor(async () => (await order(shop)).status === 201, {
        timeoutMs: 8_000,
        what: 'an order of the active shop',
      });
      expect((await owner.get('/api/v1/audit-log?action=merchants.activate')).json.data).toMatchObject([
        { actor: 'operator', object_id: live.id, outcome: 200, detail: { name: 'Waiting shop' } },
      ]);

      for (const [mode, most] of [
        ['live', 4],
        ['test', 10],
      ] as const) {
        const made = await Promise.all(Array.from({ length: 14 }, () => make(mode)));
        expect(made.filter((reply) => reply.status === 201)).toHaveLength(most);
        const refused = made.filter((reply) => reply.status !== 201);
        for (const reply of refused) expectRefusal(reply, { status: 400, code: 'BAD_REQUEST_ERROR', field: 'mode' });
      }

      expect(await admin(['make-operator', viewer.email, '--by', 'asha'], gateway.environment)).toMatchObject({
        code: 0,
      });
      const byOperator = await make('live');
      expect([byOperator.status, typeof byOperator.json.activated_at]).toEqual([201, 'string']);
      expect((await owner.get('/api/v1/me')).json.user.operator).toBe(true);
      expect((await admin(['operators'], gateway.environment)).text).toContain(viewer.email);
      expect(await admin(['remove-operator', viewer.email], gateway.environment)).toMatchObject({ code: 0 });
      expect((await make('live')).status).toBe(400);
      const { rows } = await gateway.db.query('SELECT action, object_id, detail FROM operator_log ORDER BY id');
      expect(rows).toMatchObject([
        { action: 'merchants.activate', object_id: live.id },
        { action: 'operators.add', object_id: viewer.id, detail: { email: viewer.email, by: 'asha' } },
        { action: 'operators.remove', object_id: viewer.id },
      ]);
      await expect(gateway.db.query('DELETE FROM operator_log')).rejects.toThrow('append-only');
      expect((await admin(['log', '--json'], gateway.environment)).text).toContain('operators.remove');
    } finally {
      await gateway.stop();
    }
  }, 120_000);

  it('the admin command prints the next step, and its exit code shows success', async () => {
    const nowhere = { DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/none' };
    const [help, ofOne, none, unknown, tooMany, away] = await Promise.all([
      admin(['--help'], {}),
      admin(['activate', '--help'], {}),
      admin([], {}),
      admin(['delete-all'], {}),
      admin(['unlock', 'a@shop.example', 'b@shop.example'], {}),
      admin(['operators'], nowhere),
    ]);
    expect([help, ofOne, none, unknown, tooMany, away].map(({ code }) => code)).toEqual([0, 0, 2, 2, 2, 1]);
    expect(help.text).toContain('unlock EMAIL');
    expect(ofOne.text).toContain('usage: admin activate MERCHANT_ID');
    expect(unknown.text).toMatch(/There is no command delete-all\.[^]*usage: admin/);
    expect(tooMany.text).toContain('unlock takes one argument, EMAIL');
    expect(away.text).toContain('Check that PostgreSQL is reachable');
    for (const { text } of [none, unknown, tooMany, away]) expect(text).not.toContain('    at ');
  });
});
