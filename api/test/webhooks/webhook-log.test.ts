import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT_TYPES } from '../../src/messaging/events/event-types.js';
import { Gateway, type Merchant } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { Receiver } from '../support/receiver.js';

describe('the delivery log', () => {
  let gateway: Gateway;
  let merchant: Merchant;
  let receiver: Receiver;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  afterAll(() => gateway.stop());
  beforeEach(async () => {
    [merchant, receiver] = await Promise.all([gateway.newMerchant(), Receiver.start()]);
  });
  afterEach(() => receiver.stop());

  const endpoint = async (fields: object = {}) =>
    (await merchant.api.post('/api/v1/webhook-endpoints', { url: receiver.url, ...fields })).json;
  const log = async (query = '') => (await merchant.api.get(`/api/v1/webhooks?limit=100${query}`)).json;
  /** Waits until there are this many deliveries, each with this status. */
  const settled = (count: number, status: string, query = '') =>
    waitFor(async () => {
      const { data } = await log(query);
      return data.length === count && data.every((one: { status: string }) => one.status === status) && data;
    });
  const pay = async () => gateway.pay((await gateway.order({}, merchant.api)).id, undefined, merchant.api);

  it('counts, filters and pages by offset or cursor', async () => {
    const one = await endpoint({ events: ['payment.created'] });
    const two = await endpoint();
    for (let i = 0; i < 4; i++) await pay();
    await settled(20, 'success');
    expect(await log(`&endpoint=${one.id}`)).toMatchObject({ total: 4, has_more: false, next_cursor: null });
    expect(await log('&event=order.paid')).toMatchObject({ total: 4 });
    expect(await log(`&endpoint=${two.id}&status=failed`)).toMatchObject({ total: 0, data: [] });
    const ids: string[] = (await log()).data.map(({ id }: { id: string }) => id);
    const byOffset = (await merchant.api.get('/api/v1/webhooks?limit=5&offset=5')).json;
    expect(byOffset).toMatchObject({ total: 20, limit: 5, offset: 5, has_more: true });
    expect(byOffset.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(5, 10));
    const next = (await merchant.api.get(`/api/v1/webhooks?limit=6&cursor=${byOffset.next_cursor}`)).json;
    expect(next.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(10, 16));
    const deep = await merchant.api.get('/api/v1/webhooks?offset=10001');
    expect([deep.status, deep.json.error.field]).toEqual([400, 'offset']);
    expect(deep.json.error.description).toContain('cursor');
  });

  it('a retry begins a new round of attempts, however many ask for it at once', async () => {
    const { id } = await endpoint({ events: ['payment.created'] });
    receiver.behave = (_, response) => response.writeHead(receiver.received.length === 1 ? 410 : 200).end();
    await pay();
    const [failed] = await settled(1, 'failed', `&endpoint=${id}`);
    const isOff = async () => (await merchant.api.get(`/api/v1/webhook-endpoints/${id}`)).json.enabled === false;
    await waitFor(isOff, { what: 'the end of an endpoint that is gone' });
    const refused = await merchant.api.post(`/api/v1/webhooks/${failed.id}/retry`);
    expect(refused.status).toBe(400);
    await merchant.api.patch(`/api/v1/webhook-endpoints/${id}`, { enabled: true });
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => merchant.api.post(`/api/v1/webhooks/${failed.id}/retry`)),
    );
    for (const { status, json } of replies) {
      expect([status, json]).toEqual([200, { id: failed.id, status: 'pending', message: 'Webhook retry scheduled' }]);
    }
    const [done] = await settled(1, 'success', `&endpoint=${id}`);
    expect(done.id).toBe(failed.id);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect((await merchant.api.post(`/api/v1/webhooks/${done.event_id}/retry`)).status).toBe(404);
  });

  it.each(['retry', 'resend'])(
    'a %s during the last attempt is kept: a new round begins if that attempt fails',
    async (verb) => {
      const { id } = await endpoint({ events: ['payment.created'] });
      const held: (() => void)[] = [];
      receiver.behave = (_, response) => {
        if (receiver.received.length > 1) response.writeHead(200).end();
        else held.push(() => response.writeHead(500).end());
      };
      await pay();
      const [delivery] = await waitFor(async () => held.length === 1 && (await log(`&endpoint=${id}`)).data);
      await gateway.db.query('UPDATE webhook_logs SET attempts = 5 WHERE id = $1', [delivery.id]);
      const asked =
        verb === 'retry'
          ? await merchant.api.post(`/api/v1/webhooks/${delivery.id}/retry`)
          : await merchant.api.post(`/api/v1/events/${delivery.event_id}/resend`);
      expect(asked.status).toBe(200);
      held[0]?.();
      const [done] = await settled(1, 'success', `&endpoint=${id}`);
      expect(done).toMatchObject({ id: delivery.id, attempts: 1 });
      expect(receiver.received).toHaveLength(2);
      const { history } = (await merchant.api.get(`/api/v1/webhooks/${delivery.id}`)).json;
      expect(history.map((one: { response_code: number }) => one.response_code)).toEqual([500, 200]);
    },
  );

  it('a retry during an attempt that succeeds sends nothing more', async () => {
    const { id } = await endpoint({ events: ['payment.created'] });
    const held: (() => void)[] = [];
    receiver.behave = (_, response) => void held.push(() => response.writeHead(200).end());
    await pay();
    const [delivery] = await waitFor(async () => held.length === 1 && (await log(`&endpoint=${id}`)).data);
    expect((await merchant.api.post(`/api/v1/webhooks/${delivery.id}/retry`)).status).toBe(200);
    held[0]?.();
    expect((await settled(1, 'success', `&endpoint=${id}`))[0]).toMatchObject({ attempts: 1 });
    expect(receiver.received).toHaveLength(1);
  });

  it('a sample of every type is sent, signed, only to the endpoint that requested it', async () => {
    const { id } = await endpoint();
    const other = await Receiver.start();
    await endpoint({ url: other.url });
    for (const event of EVENT_TYPES) {
      const { status, json } = await merchant.api.post(`/api/v1/webhook-endpoints/${id}/test`, { event });
      expect([status, json.status]).toEqual([200, 'pending']);
    }
    await waitFor(() => receiver.received.length === EVENT_TYPES.length);
    expect(receiver.events.map(({ event }) => event).sort()).toEqual([...EVENT_TYPES].sort());
    const test = receiver.events.find(({ event }) => event === 'webhook.test');
    expect(test?.data).toEqual({
      endpoint: expect.objectContaining({ id }),
      payment: expect.objectContaining({ id: expect.stringMatching(/^pay_/), status: 'success', captured: true }),
    });
    expect(other.received).toEqual([]);
    await other.stop();
  });

  it('replays failed deliveries, missed events or all events since a time, and never another endpoint’s sample', async () => {
    const first = await endpoint({ events: ['payment.created', 'order.paid'] });
    await merchant.api.post(`/api/v1/webhook-endpoints/${first.id}/test`, {});
    await pay();
    await settled(3, 'success', `&endpoint=${first.id}`);
    const late = await endpoint({ events: ['payment.created', 'payment.success'] });
    const replay = async (only: string) =>
      (await merchant.api.post(`/api/v1/webhook-endpoints/${late.id}/replay`, { since: '2020-01-01T00:00:00Z', only }))
        .json;
    expect(await replay('failed')).toMatchObject({ scheduled: 0, has_more: false });
    expect(await replay('missing')).toMatchObject({ scheduled: 2 });
    await settled(2, 'success', `&endpoint=${late.id}`);
    expect(await replay('missing')).toMatchObject({ scheduled: 0 });
    await gateway.db.query(
      `UPDATE webhook_logs SET status = 'failed', next_retry_at = NULL WHERE endpoint_id = $1 AND event = 'payment.success'
       AND status = 'pending'`,
      [late.id],
    );
    expect(await replay('all')).toMatchObject({ scheduled: 2 });
    await settled(2, 'success', `&endpoint=${late.id}`);
    await waitFor(() => receiver.received.length === 3 + 2 + 2);
    const future = { since: '2999-01-01T00:00:00Z', only: 'all' };
    const none = await merchant.api.post(`/api/v1/webhook-endpoints/${late.id}/replay`, future);
    expect(none.json).toMatchObject({ scheduled: 0 });
  });

  it('events on request are written and sent only for an endpoint that names them', async () => {
    const { api } = await gateway.newMerchant();
    const open = async (fields: object) =>
      (await api.post('/api/v1/webhook-endpoints', { kind: 'inbox', ...fields })).json.id as string;
    const unfiltered = await open({});
    const since = new Date().toISOString();
    const unwanted = await gateway.captured(50_000, api);
    await api.post('/api/v1/refunds', { payment_id: unwanted.id, amount: 100 });
    expect(await gateway.events(unwanted.order_id)).toEqual(['order.paid']);
    expect(await gateway.events(unwanted.id)).not.toContain('payment.refunded');
    const named = await open({ events: ['order.created', 'payment.refunded'] });
    const link = (await api.post('/api/v1/payment-links', { amount: 50_000, title: 'Tea' })).json.id as string;
    const { json: ofLink } = await gateway.shopper.post(`/api/v1/payment-links/${link}/public/orders`, {});
    const { id, order_id: orderId } = await gateway.captured(50_000, api);
    const { json: refund } = await api.post('/api/v1/refunds', { payment_id: id, amount: 100 });
    const events = async (objectId: string) =>
      (await api.get(`/api/v1/events?object_id=${objectId}`)).json.data as Record<string, never>[];
    const received = async (endpoint: string) =>
      ((await api.get(`/api/v1/webhooks?endpoint=${endpoint}&limit=100`)).json.data as { event: string }[]).map(
        ({ event }) => event,
      );
    await waitFor(async () => (await received(named)).length === 3);
    expect(await received(named)).toEqual(['payment.refunded', 'order.created', 'order.created']);
    const [created] = await events(ofLink.order_id);
    expect(created).toMatchObject({ event: 'order.created', actor: 'shopper', version: 1 });
    expect((await events(orderId)).map(({ event }) => event)).toEqual(['order.paid', 'order.created']);
    const [givenBack] = await events(id);
    const { json: payment } = await api.get(`/api/v1/payments/${id}`);
    expect(givenBack).toMatchObject({ event: 'payment.refunded', version: payment.version });
    expect(givenBack?.['payload']).toMatchObject({ data: { payment, order: { id: orderId } } });
    await gateway.refund(refund.id, api);
    await api.post(`/api/v1/webhook-endpoints/${unfiltered}/replay`, { since, only: 'missing' });
    expect((await received(unfiltered)).filter((type) => /order.created|payment.refunded/.test(type))).toEqual([]);
    await api.patch(`/api/v1/webhook-endpoints/${named}`, { enabled: false });
    expect(await gateway.events((await gateway.order({}, api)).id)).toEqual([]);
  });

  it('the end of an API key is announced once, without mail too, by however many sweepers', async () => {
    const { id, api } = await gateway.newMerchant();
    const { api: owner } = await gateway.newMember('owner', id);
    const { json: inbox } = await api.post('/api/v1/webhook-endpoints', { kind: 'inbox' });
    const { json: key } = await owner.post('/api/v1/api-keys', { name: 'Shop', expires_in: 30 * 86_400 });
    await owner.post('/api/v1/api-keys', { expires_in: 30 * 86_400 });
    await gateway.startWorker();
    const older = `UPDATE api_keys SET created_at = created_at - interval '24 days', expires_at = expires_at - interval '24 days'`;
    await gateway.db.query(`${older} WHERE id = $1`, [key.id]);
    const path = `/api/v1/webhooks?endpoint=${inbox.id}`;
    const received = async () => (await api.get(path)).json.data as { id: string; status: string }[];
    const isSent = async () => (await received()).some(({ status }) => status === 'success');
    await waitFor(isSent, { what: 'the event', timeoutMs: 20_000 });
    const { json: delivery } = await api.get(`/api/v1/webhooks/${(await received())[0]?.id}`);
    const { created_by: _, last_used_address: __, secret: ___, created_at, expires_at, ...shown } = key;
    const times = {
      created_at: expect.not.stringMatching(created_at),
      expires_at: expect.not.stringMatching(expires_at),
    };
    expect(JSON.parse(delivery.request_body)).toMatchObject({ event: 'api_key.expiring', version: 1, mode: 'test' });
    expect(JSON.parse(delivery.request_body).data).toEqual({ api_key: { ...shown, version: 1, ...times } });
    const claims = `SELECT FROM mail_notices WHERE kind = 'api_key_expiring' AND merchant_id = $1`;
    expect((await gateway.db.query(claims, [id])).rowCount).toBe(1);
    expect((await api.get('/api/v1/events?type=api_key.expiring')).json.data).toHaveLength(1);
    expect(await received()).toHaveLength(1);
  });

  it('an event is resent to every endpoint that subscribes to it, or to the named one, with the same id and bytes', async () => {
    const wanting = await endpoint({ events: ['payment.created'] });
    const other = await endpoint({ events: ['order.paid'] });
    await pay();
    await settled(2, 'success');
    const [{ event_id }] = (await log(`&endpoint=${wanting.id}`)).data;
    const all = await merchant.api.post(`/api/v1/events/${event_id}/resend`);
    expect(all.json.data).toEqual([
      expect.objectContaining({ endpoint_id: wanting.id, status: 'pending', attempts: 0 }),
    ]);
    const named = await merchant.api.post(`/api/v1/events/${event_id}/resend`, { endpoint_id: other.id });
    expect(named.json.data).toContainEqual(expect.objectContaining({ endpoint_id: other.id, status: 'pending' }));
    const same = await waitFor(() => {
      const sent = receiver.received.filter(({ headers }) => headers['webhook-id'] === event_id);
      return sent.length === 3 && sent;
    });
    expect(new Set(same.map(({ body }) => body)).size).toBe(1);
    expect((await merchant.api.post('/api/v1/events/evt_0000000000000000/resend')).status).toBe(404);
  });
});
