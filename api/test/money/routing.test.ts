import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newKey } from '../support/client.js';
import { expectRefusal } from '../support/envelope.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';

const RULES = '/api/v1/routing-rules';
const ACCOUNTS = '/api/v1/connector-accounts';
const CARD = { method: 'card', card: cardOf('4111111111111111') };
const REFUSED = { status: 400, code: 'BAD_REQUEST_ERROR' };

describe('routing rules', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  afterAll(() => gateway.stop());

  /** A merchant with two accounts, of which `first` comes first. */
  const shop = async () => {
    const merchant = await gateway.newMerchant();
    const { api } = merchant;
    const [{ id: first }] = (await api.get(ACCOUNTS)).json.data;
    const second = (await api.post(ACCOUNTS, { connector: 'simulated', label: 'Second', priority: 5 })).json
      .id as string;
    return { ...merchant, first: first as string, second };
  };
  type Shop = Awaited<ReturnType<typeof shop>>;
  const put = ({ api }: Pick<Shop, 'api'>, version: number, rules: object[], more: object = {}) =>
    api.call('PUT', RULES, { version, rules, ...more });
  const paid = async ({ api }: Shop, instrument: object = CARD, amount = 50_000) => {
    const { id } = await gateway.pay((await gateway.order({ amount }, api)).id, instrument, api);
    return gateway.payment(id, ['success', 'failed'], api);
  };
  const charges = async ({ api }: Pick<Shop, 'api'>, id: string) =>
    (await api.get(`/api/v1/payments/${id}/charges`)).json.data;

  it('are one document, replaced as a whole by somebody who has read its version', async () => {
    const { api, second, apiKey } = await shop();
    const none = await api.get(RULES);
    expect(none.json).toMatchObject({ version: 0, rules: [], updated_by: null, updated_at: null });
    const stored = await put({ api }, 0, [{ name: 'Cards', methods: ['card'], accounts: [second] }]);
    expect(stored.json).toMatchObject({
      ...{ version: 1, updated_by: `api_key:${apiKey}` },
      rules: [
        { name: 'Cards', methods: ['card'], currencies: null, min_amount: null, max_amount: null, accounts: [second] },
      ],
    });
    expect((await api.get(RULES)).json).toEqual(stored.json);
    const stale = await put({ api }, 0, []);
    expectRefusal(stale, { status: 409, code: 'CONFLICT_ERROR', reason: 'routing_rules_changed', field: 'version' });
    expect((await put({ api }, 1, [])).json).toMatchObject({ version: 2, rules: [] });
  });

  it('of two changes at once one is stored, and a repeat with the same key returns the same', async () => {
    const { api } = await shop();
    const replies = await Promise.all(Array.from({ length: 8 }, () => put({ api }, 0, [])));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200, 409]));
    const key = newKey();
    const once = () => api.call('PUT', RULES, { version: 1, rules: [] }, { key });
    expect((await once()).text).toBe((await once()).text);
    expect((await api.get(RULES)).json.version).toBe(2);
  });

  it('a decline is retried elsewhere by the table that the merchant sees and edits', async () => {
    const { api } = await shop();
    const retried = async () =>
      ((await api.get(RULES)).json.decline_classes as { reason: string; retry_elsewhere: boolean }[])
        .filter(({ retry_elsewhere }) => retry_elsewhere)
        .map(({ reason }) => reason);
    expect(await retried()).toEqual(['card_declined', 'upi_declined', 'bank_timeout']);
    await put({ api }, 0, [], { retry_elsewhere: ['insufficient_funds'] });
    expect(await retried()).toEqual(['insufficient_funds']);
    await put({ api }, 1, [], { retry_elsewhere: [] });
    expect(await retried()).toEqual([]);
    expect((await put({ api }, 2, [], { retry_elsewhere: ['amount_mismatch'] })).status).toBe(400);
  });

  it('are refused with the rule at fault: unknown and disabled accounts, and rules that overlap', async () => {
    const mine = await shop();
    const other = await shop();
    const unknown = await put(mine, 0, [{ name: 'A', accounts: [other.first] }]);
    const gone = { status: 404, code: 'NOT_FOUND_ERROR', reason: 'connector_account_not_found' } as const;
    expectRefusal(unknown, { ...gone, field: 'rules.0.accounts.0' });
    const both = [
      { name: 'A', accounts: [mine.first] },
      { name: 'B', methods: ['card'], accounts: [mine.second] },
    ];
    expectRefusal(await put(mine, 0, both), { ...REFUSED, reason: 'routing_rules_overlap', field: 'rules.1' });
    await mine.api.patch(`${ACCOUNTS}/${mine.second}`, { enabled: false });
    const disabled = await put(mine, 0, [{ name: 'A', accounts: [mine.second] }]);
    expectRefusal(disabled, { ...REFUSED, reason: 'connector_account_disabled', field: 'rules.0.accounts.0' });
    expect((await mine.api.get(RULES)).json.version).toBe(0);
  });

  it('are read with connectors:read and changed with connectors:write, and each change is in the audit log', async () => {
    const { id, first } = await shop();
    const viewer = await gateway.newMember('viewer', id);
    const owner = await gateway.newMember('owner', id);
    expect((await viewer.api.get(RULES)).status).toBe(200);
    expect((await viewer.api.get(`${RULES}/explain?amount=100`)).status).toBe(200);
    expect((await put({ api: viewer.api }, 0, [])).status).toBe(403);
    expect((await put({ api: owner.api }, 0, [{ name: 'All', accounts: [first] }])).status).toBe(200);
    const { json } = await owner.api.get('/api/v1/audit-log');
    expect(json.data.map(({ action }: { action: string }) => action)).toContain('routing.put');
  });

  it('decide the account of a payment; the reason is stored on its charge', async () => {
    const mine = await shop();
    const rules = [
      { name: 'Large cards', methods: ['card'], currencies: ['INR'], min_amount: 100_000, accounts: [mine.second] },
    ];
    await put(mine, 0, rules);
    const small = await paid(mine);
    expect(await charges(mine, small.id)).toMatchObject([
      { account_id: mine.first, routing: { reason: 'priority', rule: null, passed: [] } },
    ]);
    const large = await paid(mine, CARD, 100_000);
    expect(await charges(mine, large.id)).toMatchObject([
      {
        account_id: mine.second,
        routing: { reason: 'rule', rule: 'Large cards', description: expect.stringContaining('Large cards') },
      },
    ]);
    const upi = await paid(mine, { method: 'upi', vpa: 'success@upi' }, 100_000);
    expect(await charges(mine, upi.id)).toMatchObject([{ account_id: mine.first }]);
  });

  it('a dry run says where a payment would go, and why; then it goes there', async () => {
    const mine = await shop();
    await put(mine, 0, [{ name: 'Cards', methods: ['card'], accounts: [mine.second, mine.first] }]);
    const explain = async (query: string) => (await mine.api.get(`${RULES}/explain?${query}`)).json;
    expect(await explain('amount=50000&method=card')).toMatchObject({
      ...{ account_id: mine.second, account_label: 'Second', reason: 'rule', rule: 'Cards' },
      candidates: [
        { account_id: mine.second, finding: 'chosen', score: 1 },
        { account_id: mine.first, finding: 'later' },
      ],
    });
    expect(await explain('amount=50000&method=upi')).toMatchObject({ account_id: mine.first, reason: 'priority' });
    const { id } = await paid(mine);
    expect(await charges(mine, id)).toMatchObject([{ account_id: mine.second }]);
    await mine.api.patch(`${ACCOUNTS}/${mine.second}`, { enabled: false });
    await mine.api.patch(`${ACCOUNTS}/${mine.first}`, { methods: ['upi'] });
    const none = await explain('amount=50000&method=card');
    expect(none).toMatchObject({
      account_id: null,
      reason: null,
      description: expect.stringContaining('no_connection'),
    });
    expect(none.candidates).toMatchObject([{ finding: 'disabled' }, { finding: 'other_method' }]);
    const { id: order } = await gateway.order({}, mine.api);
    const refused = await mine.api.post('/api/v1/payments', { order_id: order, ...CARD });
    expectRefusal(refused, { ...REFUSED, reason: 'no_connection' });
    expect((await mine.api.get(`${RULES}/explain`)).status).toBe(400);
  });

  it('leave a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
