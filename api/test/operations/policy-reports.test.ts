import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Gateway } from '../support/gateway.js';
import { admin } from '../support/processes.js';

const PATH = '/api/v1/policy-reports';
const REPORT = {
  directive: 'script-src-elem',
  blocked: 'https://evil.example/skimmer.js?card=4111111111111111',
  source: 'https://pay.example/checkout?order_id=order_1',
  page: 'https://pay.example/checkout?order_id=order_1#top',
  line: 12,
};

describe('reports of the checkout’s content security policy', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false, env: { RATE_LIMIT_PUBLIC: '1000/1s' } });
  });
  afterAll(() => gateway.stop());

  const stored = async () => (await gateway.db.query('SELECT * FROM policy_reports')).rows;

  it('are stored without query, and equal ones are counted', async () => {
    const { line: _, ...report } = REPORT;
    expect((await gateway.shopper.post(PATH, { ...report, blocked: REPORT.blocked.split('?')[0] })).json).toEqual({
      recorded: true,
    });
    await gateway.shopper.post(PATH, { ...REPORT, blocked: 'https://evil.example/skimmer.js?other=1' });
    expect(await stored()).toMatchObject([
      {
        directive: 'script-src-elem',
        blocked: 'https://evil.example/skimmer.js',
        source: 'https://pay.example/checkout',
        page: 'https://pay.example/checkout',
        line: 12,
        count: 2,
      },
    ]);
  });

  it('are listed for the operator', async () => {
    const { code, text } = await admin(['policy-reports'], gateway.environment);
    expect(code).toBe(0);
    expect(text).toMatch(/2 times +script-src-elem +https:\/\/evil\.example\/skimmer\.js +in https:.*line 12/);
    expect(JSON.parse((await admin(['policy-reports', '--json'], gateway.environment)).text)).toHaveLength(1);
  });

  it('are listed to an operator in the dashboard, to no other user, and to no API key', async () => {
    const { id, api } = await gateway.newMember('owner');
    const refused = await api.get(PATH);
    expect([refused.status, refused.json.error.reason]).toEqual([403, 'permission_missing']);
    expect((await gateway.api.get(PATH)).status).toBe(401);
    await gateway.db.query('UPDATE users SET operator = true WHERE id = $1', [id]);
    const { status, json } = await api.get(PATH);
    const [directive, blocked] = ['script-src-elem', 'https://evil.example/skimmer.js'];
    const times = { first_seen_at: expect.any(String), last_seen_at: expect.any(String) };
    const [source, page] = Array.from({ length: 2 }, () => 'https://pay.example/checkout');
    expect([status, json]).toEqual([
      200,
      { data: [{ directive, blocked, source, page, line: 12, count: 2, ...times }] },
    ]);
  });

  it('are at most 500 different ones; known ones are still counted', async () => {
    await gateway.db.query(
      `INSERT INTO policy_reports (directive, blocked, source, page)
       SELECT 'img-src', 'https://evil.example/' || n, '', '' FROM generate_series(1, 499) AS n`,
    );
    const report = (blocked: string) => gateway.shopper.post(PATH, { directive: 'img-src', blocked });
    expect((await report('https://evil.example/new')).json).toEqual({ recorded: false });
    expect((await report('https://evil.example/7')).json).toEqual({ recorded: true });
    expect(await stored()).toHaveLength(500);
  });

  it.each([[{}], [{ ...REPORT, directive: '' }], [{ ...REPORT, blocked: 'x'.repeat(501) }], [{ ...REPORT, line: -1 }]])(
    'refuses %j',
    async (body) => expect((await gateway.shopper.post(PATH, body)).status).toBe(400),
  );
});
