import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newKey, type Reply } from '../support/client.js';
import { comparable, expectRefusal } from '../support/envelope.js';
import { cardOf, Gateway, type Merchant } from '../support/gateway.js';

const ASHA = { name: 'Asha Rao', email: 'asha@example.com', contact: '+919876543210' };
const UPI = { method: 'upi', vpa: 'approve@upi' };

describe('what an order, a payment and a refund are about', () => {
  let gateway: Gateway;
  let other: Merchant;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
    other = await gateway.newMerchant();
  });
  afterAll(() => gateway.stop());

  const created = (reply: Reply): Reply['json'] => {
    if (reply.status !== 201) throw new Error(reply.text);
    return reply.json;
  };
  const customer = async (fields: object = ASHA) => created(await gateway.api.post('/api/v1/customers', fields));
  const create = (fields: object) => gateway.api.post('/api/v1/orders', { amount: 50_000, ...fields });
  const pay = (order_id: string, fields: object = {}) =>
    gateway.api.post('/api/v1/payments', { order_id, ...UPI, ...fields });
  const lastEvent = async (id: string) => {
    const text = 'SELECT payload FROM events WHERE object_id = $1 ORDER BY version DESC LIMIT 1';
    const { rows } = await gateway.db.query<{ payload: string }>(text, [id]);
    return JSON.parse(rows[0]?.payload ?? '{}') as { event: string; version: number; data: Record<string, any> }; // eslint-disable-line @typescript-eslint/no-explicit-any
  };
  /** A captured payment, written as a worker would: no worker runs. */
  const captured = async () => {
    const { id } = created(await pay((await gateway.order()).id));
    for (const columns of [
      `status = 'processing', sends = 1, due_at = NULL`,
      `status = 'success', captured = true, amount_captured = amount, captured_at = now()`,
    ])
      await gateway.db.query(`UPDATE payments SET ${columns} WHERE id = $1`, [id]);
    return id as string;
  };

  describe('a customer', () => {
    it('is created with its event, and read, changed, listed and found by the beginning of each of its texts', async () => {
      const made = await customer({ ...ASHA, contact: '+91 (98765) 432-10', notes: { tier: 'gold' } });
      expect(made).toEqual({
        ...{
          id: expect.stringMatching(/^cust_[A-Za-z0-9]{16}$/),
          mode: 'test',
          version: 1,
          ...ASHA,
          notes: { tier: 'gold' },
        },
        ...{
          erased_at: null,
          erasure_finished_at: null,
          created_at: expect.any(String),
          updated_at: expect.any(String),
        },
      });
      expect((await lastEvent(made.id)).data).toEqual({ customer: made });
      const changed = await gateway.api.patch(`/api/v1/customers/${made.id}`, { name: 'Asha R. Rao', contact: null });
      expect(changed.json).toMatchObject({ version: 2, name: 'Asha R. Rao', email: ASHA.email, contact: null });
      expect(await lastEvent(made.id)).toMatchObject({
        event: 'customer.updated',
        version: 2,
        data: { customer: changed.json },
      });
      expect((await gateway.api.get(`/api/v1/customers/${made.id}`)).json).toEqual({
        ...changed.json,
        totals: { counted: 0, currencies: [] },
      });
      const phone = await customer({ contact: '+14155550100' });
      for (const [q, found] of [
        ['asha r. ', made.id],
        ['ASHA@EX', made.id],
        [made.id.toUpperCase().replace('CUST', 'cust'), made.id],
        ['+1415555', phone.id],
      ])
        expect([q, (await gateway.api.get(`/api/v1/customers?q=${encodeURIComponent(q)}`)).json.data[0]?.id]).toEqual([
          q,
          found,
        ]);
      const page = (await gateway.api.get('/api/v1/customers?limit=1')).json;
      expect([page.data[0].id, page.has_more]).toEqual([phone.id, true]);
    });

    it('lists its payments, newest first, page by page: those that name it, and those of its orders', async () => {
      const { id } = await customer();
      const another = await customer({ name: 'Ravi' });
      const own = created(await create({ customer: { id } })).id as string;
      const payments = [
        created(await pay(own)).id as string,
        created(await pay((await gateway.order()).id, { customer: { id } })).id as string,
      ].reverse();
      created(await pay((await gateway.order()).id, { customer: { id: another.id } }));
      created(await pay(created(await create({ customer: { id } })).id, { customer: { id: another.id } }));
      const list = `/api/v1/customers/${id}/payments`;
      const shown = (await gateway.api.get(`${list}?offset=0`)).json;
      expect([shown.total, shown.data.map((payment: { id: string }) => payment.id)]).toEqual([2, payments]);
      const first = (await gateway.api.get(`${list}?limit=1`)).json;
      const second = (await gateway.api.get(`${list}?limit=1&cursor=${first.next_cursor}`)).json;
      expect([first.has_more, second.has_more, second.data[0].id]).toEqual([true, false, payments[1]]);
      const [foreign, unknown] = [await other.api.get(list), await gateway.api.get(list.replace(id, 'cust_unknown'))];
      expect(comparable(foreign)).toEqual(comparable(unknown));
      expect(foreign.json.error.reason).toBe('customer_not_found');
    });

    it('is read with what it has paid and got back in each currency, for callers that may read payments', async () => {
      const { id } = await customer();
      const paid = async (fields: object, amount_refunded: number, captured_at: string) => {
        const order = created(await create({ customer: { id }, ...fields }));
        const payment = created(
          await pay(order.id, { vpa: undefined, method: 'card', card: cardOf('4111111111111111') }),
        );
        for (const columns of [
          `status = 'processing', sends = 1, due_at = NULL`,
          `status = 'success', captured = true, amount_captured = amount, captured_at = '${captured_at}'`,
          `amount_refunded = ${amount_refunded}`,
        ])
          await gateway.db.query(`UPDATE payments SET ${columns} WHERE id = $1`, [payment.id]);
      };
      await paid({ amount: 50_000 }, 20_000, '2026-01-02T10:00:00Z');
      await paid({ amount: 30_000 }, 0, '2026-01-03T10:00:00Z');
      await paid({ amount: 7_000, currency: 'USD' }, 7_000, '2026-01-01T10:00:00Z');
      created(await pay(created(await create({ customer: { id } })).id)); // not paid
      const inr = { currency: 'INR', payments: 2, amount_captured: 80_000, amount_refunded: 20_000 };
      const usd = { currency: 'USD', payments: 1, amount_captured: 7_000, amount_refunded: 7_000 };
      const totals = {
        counted: 4,
        currencies: [
          { ...inr, last_paid_at: '2026-01-03T10:00:00.000Z' },
          { ...usd, last_paid_at: '2026-01-01T10:00:00.000Z' },
        ],
      };
      expect((await gateway.api.get(`/api/v1/customers/${id}`)).json.totals).toEqual(totals);
      const owner = await gateway.newMember('owner');
      const key = async (scopes: string[]) => {
        const made = (await owner.api.post('/api/v1/api-keys', { scopes })).json;
        return gateway.client({ key: made.id, secret: made.secret });
      };
      const [few, both] = [await key(['customers:read']), await key(['customers:read', 'payments:read'])];
      expect((await few.get(`/api/v1/customers/${id}`)).json.totals).toBeNull();
      expect((await both.get(`/api/v1/customers/${id}`)).json.totals).toEqual(totals);
      expect((await gateway.api.get('/api/v1/customers?limit=1')).json.data[0]).not.toHaveProperty('totals');
    });

    it.each<[object, string]>([
      [{}, 'name'],
      [{ notes: {} }, 'name'],
      [{ name: ' ' }, 'name'],
      [{ name: 'x'.repeat(256) }, 'name'],
      [{ email: 'asha' }, 'email'],
      [{ email: `${'x'.repeat(250)}@shop.example` }, 'email'],
      [{ contact: '9876543210' }, 'contact'],
      [{ contact: '+91' }, 'contact'],
      [{ name: 'Asha 4111 1111 1111 1111' }, 'name'],
      [{ name: 'Asha', phone: '+919876543210' }, 'phone'],
    ])('%j is refused, and the error names %s', async (fields, field) => {
      expectRefusal(await gateway.api.post('/api/v1/customers', fields), {
        status: 400,
        code: 'BAD_REQUEST_ERROR',
        field,
      });
    });

    it('of another merchant is not found, by its id, in an order or in a payment', async () => {
      const theirs = created(await other.api.post('/api/v1/customers', ASHA));
      const order = await gateway.order();
      for (const send of [
        (id: string) => create({ customer: { id } }),
        (id: string) => pay(order.id, { customer: { id } }),
      ]) {
        const [foreign, unknown] = [await send(theirs.id), await send('cust_0000000aaaaaaaaa')];
        expect(comparable(foreign)).toEqual(comparable(unknown));
        expect(foreign.json.error).toMatchObject({ reason: 'customer_not_found', field: 'customer.id' });
      }
      expect((await gateway.api.get(`/api/v1/orders/${order.id}`)).json).toMatchObject({ attempts: 0 });
    });

    it("is changed under an idempotency key once, and a person's change is audited without personal data", async () => {
      const { id } = await customer();
      const owner = await gateway.newMember('owner');
      const key = newKey();
      const change = () => owner.api.patch(`/api/v1/customers/${id}`, { email: 'rao@example.com' }, { key });
      expect((await change()).text).toBe((await change()).text);
      expect((await gateway.api.get(`/api/v1/customers/${id}`)).json.version).toBe(2);
      const { rows } = await gateway.db.query<{ row: string }>(
        `SELECT t::text AS row FROM audit_log t WHERE object_id = $1`,
        [id],
      );
      expect(rows.length).toBeGreaterThanOrEqual(2);
      expect(JSON.stringify(rows)).toContain('[withheld]');
      expect(JSON.stringify(rows)).not.toContain('rao@example.com');
    });
  });

  describe('an order', () => {
    it('keeps a description, lines and a copy of its customer, completed from the customer it names', async () => {
      const { id } = await customer();
      const line_items = [
        { name: 'T-shirt', quantity: 2, amount: 30_000 },
        { name: 'Discount', quantity: 1, amount: -10_000 },
      ];
      const given = { description: 'Two T-shirts', customer: { id, name: 'Ms Rao' }, line_items };
      const order = created(await create(given));
      expect(order).toMatchObject({ ...given, customer: { id, ...ASHA, name: 'Ms Rao' } });
      await gateway.api.patch(`/api/v1/customers/${id}`, { name: 'Asha B. Rao' });
      expect((await gateway.api.get(`/api/v1/orders/${order.id}`)).json).toEqual(order);
      expect(created(await create({ customer: { contact: '+91 98765 43210' } })).customer).toEqual({
        ...{ id: null, name: null, email: null, contact: '+919876543210' },
      });
      expect(created(await create({}))).toMatchObject({ description: null, customer: null, line_items: null });
      const listed = (await gateway.api.get(`/api/v1/orders?customer_id=${id}`)).json.data;
      expect(listed).toEqual([order]);
    });

    it('shows the shopper its description and lines, and never its customer', async () => {
      const line_items = [{ name: 'Tea', quantity: 1, amount: 50_000 }];
      const { id } = created(await create({ description: 'Tea', line_items, customer: ASHA }));
      const shown = await gateway.shopper.get(`/api/v1/orders/${id}/public`);
      expect(shown.json).toMatchObject({ description: 'Tea', line_items });
      for (const value of Object.values(ASHA)) expect(shown.text).not.toContain(value);
    });

    it('is refused if its lines do not add up, and the error names both sums', async () => {
      const refused = await create({ line_items: [{ name: 'Tea', quantity: 3, amount: 17_000 }] });
      expectRefusal(refused, { status: 400, code: 'BAD_REQUEST_ERROR', field: 'line_items' });
      expect(refused.json.error).toMatchObject({
        ...{ reason: 'line_items_mismatch', description: expect.stringMatching(/51000.*50000/) },
      });
    });

    const line = { name: 'Tea', quantity: 1, amount: 50_000 };
    it.each<[object, string]>([
      [{ description: 'x'.repeat(256) }, 'description'],
      [{ description: 'Card 4111 1111 1111 1111' }, 'description'],
      [{ customer: 'Asha' }, 'customer'],
      [{ customer: {} }, 'customer'],
      [{ customer: { id: 5 } }, 'customer.id'],
      [{ customer: { email: 'asha' } }, 'customer.email'],
      [{ customer: { name: '4111111111111111' } }, 'customer.name'],
      [{ customer: { mail: 'asha@example.com' } }, 'customer.mail'],
      [{ line_items: {} }, 'line_items'],
      [{ line_items: [] }, 'line_items'],
      [{ line_items: Array.from({ length: 51 }, () => line) }, 'line_items'],
      [{ line_items: [line, 'Tea'] }, 'line_items.1'],
      [{ line_items: [{ ...line, quantity: 0 }] }, 'line_items.0.quantity'],
      [{ line_items: [{ ...line, amount: 0.5 }] }, 'line_items.0.amount'],
      [{ line_items: [{ ...line, price: 1 }] }, 'line_items.0.price'],
      [{ line_items: [{ ...line, name: 'Card 4111 1111 1111 1111' }] }, 'line_items'],
    ])('with %j is refused, and the error names %s', async (fields, field) => {
      expectRefusal(await create(fields), { status: 400, code: 'BAD_REQUEST_ERROR', field });
    });

    it('is changed in what is written on it: one version, one event, one effect per key', async () => {
      const order = created(await create({ receipt: 'r-1', description: 'Tea', notes: { a: 1 } }));
      const path = `/api/v1/orders/${order.id}`;
      const key = newKey();
      const change = () => gateway.api.patch(path, { description: null, receipt: 'r-2', notes: { b: [2] } }, { key });
      const changed = (await change()).json;
      expect((await change()).json).toEqual(changed);
      expect(changed).toEqual({
        ...{
          ...order,
          version: 2,
          description: null,
          receipt: 'r-2',
          notes: { b: [2] },
          updated_at: expect.any(String),
        },
      });
      expect(await lastEvent(order.id)).toMatchObject({ event: 'order.updated', version: 2, data: { order: changed } });
      expect(await gateway.events(order.id)).toEqual(['order.updated']);
      expect((await gateway.api.get('/api/v1/orders?q=r-2')).json.data).toEqual([changed]);
      const nothing = await gateway.api.patch(path, {});
      expect(nothing.json.error).toMatchObject({
        reason: 'missing_parameter',
        description: expect.stringContaining('receipt'),
      });
      expectRefusal(await gateway.api.patch(path, { amount: 1 }), {
        status: 400,
        code: 'BAD_REQUEST_ERROR',
        field: 'amount',
      });
      expectRefusal(await gateway.api.patch(path, { notes: null }), {
        status: 400,
        code: 'BAD_REQUEST_ERROR',
        field: 'notes',
      });
      expect((await gateway.api.patch('/api/v1/orders/order_0000000aaaaaaaaa', { receipt: 'x' })).status).toBe(404);
    });
  });

  describe('a payment', () => {
    it("takes over its order's description and customer, unless it has its own", async () => {
      const { id } = await customer();
      const order = created(
        await create({ description: 'Tea', customer: { id }, receipt: 'r-9', notes: { table: 7 } }),
      );
      const payment = created(await pay(order.id));
      expect(payment).toMatchObject({
        description: 'Tea',
        customer: order.customer,
        notes: {},
        money_state: 'pending',
      });
      const own = { description: 'Coffee', customer: { name: 'Ravi' }, notes: { till: 4 } };
      const second = created(await pay(order.id, own));
      expect(second).toMatchObject({ ...own, customer: { id: null, name: 'Ravi', email: null, contact: null } });
      expect((await gateway.api.get(`/api/v1/payments?customer_id=${id}`)).json.data).toEqual([payment]);
    });

    it("has events that carry its order's receipt, description, notes and customer", async () => {
      const order = created(await create({ description: 'Tea', customer: ASHA, receipt: 'r-10', notes: { table: 7 } }));
      const { receipt, description, notes, customer: payer } = order;
      const beside = { id: order.id, receipt, description, notes, customer: payer };
      const payment = created(await pay(order.id));
      expect((await lastEvent(payment.id)).data).toEqual({ payment, order: beside });
      const changed = (
        await gateway.api.patch(`/api/v1/payments/${payment.id}`, { notes: { till: 4 }, description: 'Chai' })
      ).json;
      expect(changed).toMatchObject({ version: 2, notes: { till: 4 }, description: 'Chai', status: 'pending' });
      expect(await lastEvent(payment.id)).toMatchObject({
        event: 'payment.updated',
        data: { payment: changed, order: beside },
      });
    });

    it('of the checkout takes neither description, customer nor notes from the shopper', async () => {
      const { id } = created(await create({ customer: ASHA }));
      for (const field of ['description', 'customer', 'notes']) {
        const reply = await gateway.shopper.post('/api/v1/payments/public', { order_id: id, ...UPI, [field]: {} });
        expectRefusal(reply, { status: 400, code: 'BAD_REQUEST_ERROR', field });
      }
      const payment = created(await gateway.shopper.post('/api/v1/payments/public', { order_id: id, ...UPI }));
      expect((await gateway.api.get(`/api/v1/payments/${payment.id}`)).json.customer).toMatchObject(ASHA);
    });

    it('shows what has become of its money, and lists find it by that', async () => {
      const { api } = other;
      const rows: [state: string, columns: string][] = [
        ['pending', `status = 'pending'`],
        ['pending', `status = 'processing'`],
        ['action_needed', `status = 'requires_action', action_expires_at = now()`],
        ['authorized', `status = 'success'`],
        ['paid', `status = 'success', captured = true, amount_captured = amount`],
        ['partly_refunded', `status = 'success', captured = true, amount_captured = amount, amount_refunded = 1`],
        ['refunded', `status = 'success', captured = true, amount_captured = 900, amount_refunded = 900`],
        ['refunded', `status = 'success', captured = true, amount_captured = 900, amount_refunded_elsewhere = 900`],
        ['failed', `status = 'failed'`],
        ['cancelled', `status = 'cancelled'`],
        ['expired', `status = 'expired'`],
      ];
      const made: Record<string, string[]> = {};
      for (const [state, columns] of rows) {
        const { id } = await gateway.pay((await gateway.order({}, api)).id, UPI, api);
        if (!columns.includes('pending')) {
          await gateway.db.query(`UPDATE payments SET status = 'processing', sends = 1, due_at = NULL WHERE id = $1`, [
            id,
          ]);
        }
        await gateway.db.query(`UPDATE payments SET ${columns} WHERE id = $1`, [id]);
        expect((await api.get(`/api/v1/payments/${id}`)).json.money_state).toBe(state);
        made[state] = [id, ...(made[state] ?? [])];
      }
      const listed = async (query: string) =>
        ((await api.get(`/api/v1/payments?${query}`)).json.data as { id: string }[]).map(({ id }) => id);
      for (const [state, ids] of Object.entries(made))
        expect([state, await listed(`money_state=${state}`)]).toEqual([state, ids]);
      expect(await listed('money_state=pending&status=pending')).toEqual(made['pending']);
      expect(await listed('money_state=pending&status=failed')).toEqual([]);
      expect(await listed('money_state=paid&status=pending')).toEqual([]);
      expectRefusal(await api.get('/api/v1/payments?money_state=lost'), {
        status: 400,
        code: 'BAD_REQUEST_ERROR',
        field: 'money_state',
      });
    });
  });

  it('a refund has notes from its creation on, and they are changed with an event', async () => {
    const payment_id = await captured();
    const refund = created(
      await gateway.api.post('/api/v1/refunds', { payment_id, amount: 100, notes: { note: 'RN-17' } }),
    );
    expect(refund.notes).toEqual({ note: 'RN-17' });
    const named = created(
      await gateway.api.post(`/api/v1/payments/${payment_id}/refunds`, { amount: 100, notes: { a: 1 } }),
    );
    expect(named.notes).toEqual({ a: 1 });
    const changed = (await gateway.api.patch(`/api/v1/refunds/${refund.id}`, { notes: {} })).json;
    expect(changed).toMatchObject({ version: 2, notes: {}, amount: 100, status: 'pending' });
    expect(await lastEvent(refund.id)).toMatchObject({
      event: 'refund.updated',
      version: 2,
      data: { refund: changed },
    });
    expectRefusal(await gateway.api.patch(`/api/v1/refunds/${refund.id}`, { reason: 'x' }), {
      status: 400,
      code: 'BAD_REQUEST_ERROR',
    });
  });
});
