import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { Caller } from '../../src/accounts/access/caller.js';
import { AuditService } from '../../src/accounts/audit/audit.service.js';
import { MailsService } from '../../src/messaging/mail/mails.service.js';
import { EventsService } from '../../src/messaging/events/events.service.js';
import { DUE as DUE_DELIVERIES } from '../../src/messaging/webhooks/deliveries/deliveries.queries.js';
import { WebhookLogsService } from '../../src/messaging/webhooks/log/webhook-logs.service.js';
import { GET_WITH_TOTALS } from '../../src/money/customers/customers.queries.js';
import { CustomersService } from '../../src/money/customers/customers.service.js';
import { DUE as DUE_ORDERS } from '../../src/money/orders/orders.queries.js';
import { OrdersService } from '../../src/money/orders/orders.service.js';
import { DUE as DUE_LINKS } from '../../src/money/payment-links/payment-links.queries.js';
import { PaymentLinksService } from '../../src/money/payment-links/payment-links.service.js';
import { DUE as DUE_PAYMENTS } from '../../src/money/payments/charge-leases.queries.js';
import { MONEY_STATES } from '../../src/money/payments/payment.states.js';
import { PaymentsService } from '../../src/money/payments/payments.service.js';
import { DUE as DUE_REFUNDS } from '../../src/money/refunds/refunds.queries.js';
import { RefundsService } from '../../src/money/refunds/refunds.service.js';
import type { Statement } from '../../src/platform/database/sql.js';
import { MAX_COUNTED } from '../../src/platform/http/page.dto.js';
import { IdempotencyService } from '../../src/platform/idempotency/idempotency.service.js';
import type { IdKind } from '../../src/platform/ids.js';
import { RequestLogsService } from '../../src/reporting/request-logs/request-logs.service.js';
import { ADVANCE, RESTART } from '../../src/reporting/statistics/counting.queries.js';
import { READ } from '../../src/reporting/statistics/statistics.queries.js';
import { StatisticsService } from '../../src/reporting/statistics/statistics.service.js';
import { connectToClone } from '../support/database.js';
import { everyStatement, genericPlan, type Plan, plansFor, Recorder, discardedRows } from '../support/plans.js';
import { BIG_MERCHANT, fillTables, GROWING, idOf } from '../support/plenty.js';

const caller = {
  merchant: { id: BIG_MERCHANT, mode: 'test', name: 'A shop' },
  permissions: new Set(['payments:read']),
} as unknown as Caller;
const id = (kind: IdKind) => idOf(kind, 25_000);
const cursor = (of: string) => Buffer.from(of).toString('base64url');
const DAY_MS = 86_400_000;
const DAY_AGO = new Date(Date.now() - DAY_MS);
const CREATED = { created_from: DAY_AGO, created_to: new Date() };
const BY_AMOUNT = { ...CREATED, sort: '-amount' } as const;
const LONG_AGO = { created_from: new Date(Date.now() - 80 * DAY_MS), created_to: new Date(Date.now() - 79 * DAY_MS) };
/** The maximum of rows that a page of ten may read and discard; the merchant has ten thousand in each table. */
const MAX_DISCARDED_ROWS = 1_000;

/** These contain only deliveries and audit entries that are still to be processed, so they are scanned whole. */
const SMALL = ['webhook_logs_endpoint_due', 'audit_log_unlinked'];

/** Indexes that no plan here uses, with their purpose. Unique ones enforce a constraint and need no other reason. */
const OTHER_REASONS: Record<string, string> = {
  idempotency_keys_request:
    'the contract requires an index on the hash of a request: support searches for repeats with other keys',
  passkeys_user: 'every request of a session looks for the passkeys of its user',
  payments_to_capture: 'the version before charges counts its open captures with it; a later release drops it',
  policy_reports_seen: 'housekeeping reads it; the table has 500 rows at most',
};

/** Due objects without a grace time. */
const BY_LIMIT_ONLY = new Set(['orders', 'payment links']);
/** Lists with a total: `/webhooks` always, the others with an offset. */
const BY_OFFSET = ['orders', 'payments', 'refunds', 'customers', 'webhooks'];

/** Each list with each of its filters. */
type Service = { list(caller: Caller, query: object): Promise<unknown> };
type Constructor = new (...parts: never[]) => unknown;
const LISTS: Record<string, { service: Constructor; at: string; filters: object[] }> = {
  orders: {
    service: OrdersService,
    at: id('order'),
    filters: [
      { status: 'created' },
      { status: 'paid' },
      { receipt: 'receipt_25000' },
      { q: id('order') },
      { q: 'Receipt_2' },
      { q: 'SHOPPER25@shop' },
      { customer_id: id('cust') },
      { itemized: true },
      CREATED,
      ...[BY_AMOUNT, { ...BY_AMOUNT, status: 'created' }],
    ],
  },
  payments: {
    service: PaymentsService,
    at: id('pay'),
    filters: [
      { status: 'failed' },
      { status: 'pending' },
      { authorized: true },
      { authorized: false },
      { status: 'success' },
      { status: 'success', authorized: false },
      { method: 'upi' },
      { order_id: id('order') },
      { customer_id: id('cust') },
      ...MONEY_STATES.map((money_state) => ({ money_state })),
      { payment_link_id: id('plink') },
      { q: 'shopper5@upi' },
      { q: 'receipt_25000' },
      CREATED,
      ...[BY_AMOUNT, { ...BY_AMOUNT, status: 'pending' }, { ...BY_AMOUNT, money_state: 'refunded' }],
    ],
  },
  'payment links': {
    service: PaymentLinksService,
    at: id('plink'),
    filters: [
      ...[{ status: 'cancelled' }, { reference_id: 'reference_25000' }, { q: 'reference_2' }, CREATED],
      ...[{ qrCodes: false }, { qrCodes: {} }],
    ],
  },
  refunds: {
    service: RefundsService,
    at: id('rfnd'),
    filters: [
      { status: 'failed' },
      { status: 'pending' },
      { payment_id: id('pay') },
      { order_id: id('order') },
      { expand: 'payment' },
      { q: id('pay') },
      { q: 'shopper25@shop' },
      CREATED,
      BY_AMOUNT,
    ],
  },
  customers: {
    service: CustomersService,
    at: id('cust'),
    filters: [{ q: id('cust') }, { q: 'Shopper 25' }, { q: 'SHOPPER25@shop' }, { q: '+9100000250' }, CREATED],
  },
  events: {
    service: EventsService,
    at: id('evt'),
    filters: [
      { type: 'order.paid' },
      { type: 'payment.created' },
      { types: ['order.paid', 'payment.failed'] },
      { object_id: id('pay') },
      { q: id('pay') },
      CREATED,
    ],
  },
  webhooks: {
    service: WebhookLogsService,
    at: '01900000-0000-7000-8000-000000000000',
    filters: [
      ...[
        { event: 'order.paid' },
        { status: 'failed' },
        { status: 'success' },
        { endpoint: `we_${'0'.repeat(16)}` },
        { event_id: id('evt') },
        CREATED,
      ],
    ],
  },
  logs: {
    service: RequestLogsService,
    at: '01900000-0000-7000-8000-000000000000',
    filters: [
      ...[
        { status: '2xx' },
        { status: '4xx' },
        { status: '404' },
        { method: 'GET' },
        { path: '/api/v1/refunds' },
        CREATED,
      ],
      ...[{ api_key: 'key_test_5' }, { request_id: `request-${id('order').slice(6)}` }],
    ],
  },
  mails: {
    service: MailsService,
    at: '01900000-0000-7000-8000-000000000000',
    filters: [{ kind: 'receipt' }, { kind: 'invite' }, { status: 'failed' }, { status: 'pending' }],
  },
  audit: {
    service: AuditService,
    at: '01900000-0000-7000-8000-000000000000',
    filters: [
      { actor: 'user:00000000-0000-4000-8000-000000000005' },
      { object_id: id('we') },
      { action: 'action.5' },
      CREATED,
    ],
  },
};

describe('with 50 000 rows in every table', () => {
  let client: pg.Client;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ db: client, close } = await connectToClone());
    await fillTables(client);
  }, 300_000);
  afterAll(() => close());

  const used = new Set<string>();
  /** Growing tables that a plan reads whole, and indexes scanned without a bound. */
  const readWhole = ({ scanned, walked, indexes }: Plan) => {
    for (const index of indexes) used.add(index);
    return [...scanned.filter((table) => GROWING.includes(table)), ...walked.filter((index) => !SMALL.includes(index))];
  };
  /** The plans of the recorded statements, with their values. */
  const expectIndexes = async (sent: readonly { statement: Statement; values: readonly unknown[] }[]) => {
    expect(sent.length).toBeGreaterThan(0);
    for (const { statement, values } of sent) {
      const plan = await plansFor(client, statement, values);
      // A page ends with its eleventh row, whichever index is scanned until then; discarded rows are counted below.
      if (isPage(statement)) plan.walked = [];
      expect({ statement: statement.text, readWhole: readWhole(plan) }).toMatchObject({ readWhole: [] });
    }
  };

  const isPage = ({ name }: Statement) => name.startsWith('page_');
  /** Few rows are read and discarded. A total is counted row by row, as the contract requires. */
  const expectNoWaste = async (sent: readonly { statement: Statement; values: readonly unknown[] }[]) => {
    for (const { statement, values } of sent.filter((each) => isPage(each.statement))) {
      const thrownAway = await discardedRows(client, statement, values);
      expect({ statement: statement.text, thrownAway, few: thrownAway <= MAX_DISCARDED_ROWS }).toMatchObject({
        few: true,
      });
    }
  };

  const cases = Object.entries(LISTS).flatMap(([name, { service, at, filters }]) =>
    [
      {},
      { cursor: cursor(at) },
      { newerThan: at },
      LONG_AGO,
      ...filters,
      ...filters.map((filter) => ({ ...filter, cursor: cursor('sort' in filter ? `100:${at}` : at) })),
      ...(BY_OFFSET.includes(name) ? [{}, LONG_AGO, ...filters].map((filter) => ({ ...filter, offset: 20 })) : []),
    ].map((query) => ({ name, service, query })),
  );
  const isCount = ({ name }: Statement) => name.startsWith('count_');
  it.each(cases)('a page of $name by $query uses an index', async ({ service, query }) => {
    const recorder = new Recorder();
    const listing = new service(...([recorder, {}, {}] as never[])) as Service;
    await listing.list(caller, query);
    await expectIndexes(recorder.sent);
    await expectNoWaste(recorder.sent);
    const counts = recorder.sent.filter(({ statement }) => isCount(statement));
    expect(counts).toHaveLength('offset' in query || service === WebhookLogsService ? 1 : 0);
    for (const { values } of counts) expect(values[1]).toBe(MAX_COUNTED);
  });

  it.each([
    ['payments', DUE_PAYMENTS],
    ['refunds', DUE_REFUNDS],
    ['deliveries', DUE_DELIVERIES],
    ['orders', DUE_ORDERS],
    ['payment links', DUE_LINKS],
  ])('the sweep for due %s uses an index', async (name, statement) => {
    await expectIndexes([{ statement, values: BY_LIMIT_ONLY.has(name) ? [100] : [1_000, 1_000] }]);
  });

  it('what a customer has paid is read by the index of its payments', async () => {
    await expectIndexes([{ statement: GET_WITH_TOTALS, values: [BIG_MERCHANT, id('cust'), true, MAX_COUNTED] }]);
    expect((await plansFor(client, GET_WITH_TOTALS, [BIG_MERCHANT, id('cust'), true, MAX_COUNTED])).indexes).toContain(
      'payments_customer',
    );
  });

  it('the removal of expired keys uses an index', async () => {
    const recorder = new Recorder();
    await new IdempotencyService({} as never, {} as never, {} as never).forget(recorder as never, 1_000);
    await expectIndexes(recorder.sent);
  });

  it('counting the last minutes reads only them, and a merchant’s statistics read only their hours', async () => {
    const now = new Date();
    const stretch = [{ from: new Date(now.getTime() - 120_000), to: now }];
    const counting = new Recorder(({ name }) => (name === ADVANCE.name ? stretch : []));
    await new StatisticsService(counting as never, { now: () => now }).roll();
    await expectIndexes(counting.sent);
    for (const grain of ['hour', 'day'])
      await expectIndexes([{ statement: READ, values: [BIG_MERCHANT, DAY_AGO, DAY_AGO, now, grain, 'Asia/Kolkata'] }]);
  });

  it('no statement reads a whole table for any values, except the one that rebuilds the statistics', async () => {
    const whole: Record<string, string[]> = {};
    for (const statement of await everyStatement()) {
      if (statement.name === RESTART.name) continue;
      const tables = readWhole(await genericPlan(client, statement));
      if (tables.length > 0) whole[statement.name] = tables;
    }
    expect(whole).toEqual({});
  });

  it('every index serves one of these statements, enforces a constraint, or has another reason', async () => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
       WHERE c.relnamespace = 'public'::regnamespace AND NOT i.indisunique ORDER BY 1`,
    );
    const idle = rows.map(({ name }) => name).filter((name) => !used.has(name));
    expect(idle).toEqual(Object.keys(OTHER_REASONS));
  });
});
