/**
 * The requests of the Postman collection, by operation id and in the order of a run. An operation without a recipe comes
 * last in its folder, with the example of openapi.yml.
 *
 * - `body`, `path`, `query`, `headers` replace or extend the values of the document; `{{name}}` is a variable.
 * - `auth` names the variables of credentials other than the document's.
 * - `before` and `after` run before and after the request; postman-scripts.mjs has the functions that they may call.
 * - `asserts` checks more of the response than the document; `keeps` stores parts of it in variables.
 *
 * Requests only change or delete objects that the run has created: the demo user and key stay unchanged.
 */
import { ACCOUNTS, OWN_MERCHANT } from './postman-recipes-accounts.mjs';
import { PAYERS } from './postman-recipes-payers.mjs';
import { TEAM } from './postman-recipes-team.mjs';

const CARD = {
  number: '4000 0000 0000 3220',
  expiry_month: 12,
  expiry_year: 2040,
  cvv: '123',
  holder_name: 'Asha Rao',
};

/** Values of a fresh `npm start`; other variables are empty until a request sets them. */
export const GIVEN = {
  baseUrl: 'http://localhost:8000',
  apiKey: 'key_test_abc123',
  apiSecret: 'secret_test_xyz789',
  email: 'test@example.com',
  password: 'demo-password-2026',
  userPassword: 'lantern orbit mustard canyon',
  newPassword: 'another horse another staple',
  metricsToken: '',
};

export const RECIPES = {
  health_check: {},
  health_live: {},
  health_ready: {},
  metrics_read: {},
  testMerchant_merchant: {},
  queueStatus_jobs: {},

  ...ACCOUNTS,

  orders_create: { keeps: { orderId: 'id' } },
  orders_list: {},
  orders_get: { path: { id: '{{orderId}}' } },
  orders_update: { path: { id: '{{orderId}}' } },
  orders_getPublic: { path: { id: '{{orderId}}' } },
  orders_cancel: {
    before: async ({ call, keep }) => {
      keep('cancelledOrderId', (await call('POST', '/api/v1/orders', { amount: 50000 })).id);
    },
    path: { id: '{{cancelledOrderId}}' },
    asserts: (pm) => pm.test('is cancelled', () => pm.expect(pm.response.json().status).to.equal('cancelled')),
  },

  paymentLinks_create: {
    body: { amount: 50000, title: 'Yoga class in March', reference_id: '{{$guid}}' },
    keeps: { paymentLinkId: 'id' },
  },
  paymentLinks_list: {},
  // In the folder of the checkout, which runs before that of the payment links.
  publicPaymentLinks_get: {
    before: async ({ call, keep }) => {
      keep('openLinkId', (await call('POST', '/api/v1/payment-links', { amount: 50000, title: 'Yoga class' })).id);
    },
    path: { id: '{{openLinkId}}' },
  },
  publicPaymentLinks_openOrder: { path: { id: '{{openLinkId}}' }, body: {} },
  paymentLinks_get: { path: { id: '{{paymentLinkId}}' } },
  paymentLinks_listPayments: { path: { id: '{{paymentLinkId}}' } },
  paymentLinks_update: { path: { id: '{{paymentLinkId}}' }, body: { notes: { course: 'april' } } },
  paymentLinks_cancel: {
    path: { id: '{{paymentLinkId}}' },
    asserts: (pm) => pm.test('is cancelled', () => pm.expect(pm.response.json().status).to.equal('cancelled')),
  },

  payments_create: {
    body: { order_id: '{{orderId}}', method: 'upi', vpa: 'success@upi' },
    keeps: { paymentId: 'id' },
  },
  payments_get: {
    before: ({ until, value }) => until(`/api/v1/payments/${value('paymentId')}`, ({ captured }) => captured),
    path: { id: '{{paymentId}}' },
    asserts: (pm) => pm.test('is paid', () => pm.expect(pm.response.json().amount_captured).to.equal(50000)),
  },
  payments_update: { path: { id: '{{paymentId}}' } },
  payments_listCharges: { path: { id: '{{paymentId}}' } },
  payments_list: {},
  payments_capture: {
    before: async ({ authorisedPayment, keep }) => keep('authorisedPaymentId', await authorisedPayment()),
    path: { id: '{{authorisedPaymentId}}' },
  },
  payments_cancel: {
    before: async ({ authorisedPayment, keep }) => keep('cancelledPaymentId', await authorisedPayment()),
    path: { id: '{{cancelledPaymentId}}' },
  },
  // Only a payment whose acquirer does not answer can be released; this one is cancelled.
  payments_release: {
    path: { id: '{{cancelledPaymentId}}' },
    refused: '400',
    asserts: (pm) =>
      pm.test('says why', () => pm.expect(pm.response.json().error.reason).to.equal('payment_not_releasable')),
  },

  publicPayments_create: {
    before: async ({ call, keep }) => {
      keep('checkoutOrderId', (await call('POST', '/api/v1/orders', { amount: 50000 })).id);
    },
    body: { order_id: '{{checkoutOrderId}}', method: 'card', card: CARD },
    keeps: { checkoutPaymentId: 'id' },
  },
  publicPayments_get: {
    before: ({ until, value }) =>
      until(`/api/v1/payments/${value('checkoutPaymentId')}`, ({ status }) => status === 'requires_action'),
    path: { id: '{{checkoutPaymentId}}' },
    asserts: (pm) => pm.test('asks for the OTP', () => pm.expect(pm.response.json().next_action).to.be.an('object')),
  },
  publicPayments_answer: { path: { id: '{{checkoutPaymentId}}' }, body: { otp: '123456' } },
  publicPayments_stream: {
    path: { id: '{{checkoutPaymentId}}' },
    asserts: (pm) =>
      pm.test('sends each status, and ends with the last', () => {
        pm.expect(pm.response.text()).to.include('event: payment').and.include('"status":"success"');
      }),
  },
  publicPayments_returned: { path: { id: '{{checkoutPaymentId}}' } },
  // Only a payment with an open page can be paid elsewhere; this one is paid.
  publicPayments_elsewhere: {
    path: { id: '{{checkoutPaymentId}}' },
    refused: '400',
    asserts: (pm) =>
      pm.test('says why', () => pm.expect(pm.response.json().error.reason).to.equal('no_action_expected')),
  },
  publicReturns_get: { path: { id: '{{checkoutOrderId}}' } },

  refunds_create: {
    body: { payment_id: '{{paymentId}}', amount: 20000, reason: 'Goods returned' },
    keeps: { refundId: 'id' },
  },
  refunds_get: {
    before: ({ until, value }) => until(`/api/v1/refunds/${value('refundId')}`, ({ status }) => status === 'processed'),
    path: { id: '{{refundId}}' },
  },
  refunds_createForPayment: { path: { id: '{{paymentId}}' } },
  refunds_list: {},
  refunds_update: { path: { id: '{{refundId}}' } },

  ...PAYERS,

  mails_list: {
    before: ({ call }) => {
      const invite = { email: `mira.${Date.now()}@shop.example`, role: 'viewer' };
      return call('POST', '/api/v1/members', invite, { session: 'userToken', merchant: 'merchantId' });
    },
    ...OWN_MERCHANT,
    keeps: { mailId: 'data.0.id' },
  },
  mails_get: { ...OWN_MERCHANT, path: { id: '{{mailId}}' } },

  events_list: { keeps: { eventId: 'data.0.id' } },
  events_get: { path: { id: '{{eventId}}' } },
  events_resend: {
    before: async ({ call, keep }) => {
      keep('inboxId', (await call('POST', '/api/v1/webhook-endpoints', { kind: 'inbox' })).id);
    },
    path: { id: '{{eventId}}' },
    body: { endpoint_id: '{{inboxId}}' },
  },
  // A stream does not end by itself. This one is opened with a key that expires soon, and ends then.
  events_follow: {
    before: async ({ call, keep }) => {
      const owner = { session: 'userToken', merchant: 'merchantId' };
      const { id, secret } = await call(
        'POST',
        '/api/v1/api-keys',
        { name: 'A stream', scopes: ['events:read'] },
        owner,
      );
      const { id: next } = await call('POST', `/api/v1/api-keys/${id}/roll`, { expire_old_in: 5 }, owner);
      await call('DELETE', `/api/v1/api-keys/${next}`, undefined, owner);
      keep('streamKey', id);
      keep('streamSecret', secret);
    },
    auth: { basic: ['streamKey', 'streamSecret'] },
    asserts: (pm) =>
      pm.test('begins with a heartbeat', () => pm.expect(pm.response.text()).to.match(/^\s*event: heartbeat/)),
  },

  webhookLogs_list: {
    before: ({ until, value }) =>
      until(`/api/v1/webhooks?endpoint=${value('inboxId')}`, ({ data }) => data[0] && data[0].status === 'success'),
    query: { endpoint: '{{inboxId}}' },
    keeps: { deliveryId: 'data.0.id' },
  },
  webhookLogs_get: { path: { id: '{{deliveryId}}' } },
  webhookLogs_retry: {
    path: { id: '{{deliveryId}}' },
    after: ({ call, value }) => call('DELETE', `/api/v1/webhook-endpoints/${value('inboxId')}`),
  },

  endpoints_create: { body: { kind: 'inbox' }, keeps: { endpointId: 'id' } },
  endpoints_list: {},
  endpoints_health: {},
  endpoints_get: { path: { id: '{{endpointId}}' } },
  endpoints_update: { path: { id: '{{endpointId}}' }, body: { events: ['payment.success', 'order.paid'] } },
  endpoints_rotateSecret: { path: { id: '{{endpointId}}' } },
  endpoints_test: { path: { id: '{{endpointId}}' } },
  endpoints_replay: { path: { id: '{{endpointId}}' } },
  endpoints_delete: { path: { id: '{{endpointId}}' } },

  connectors_list: {},
  connectorAccounts_create: { keeps: { accountId: 'id' } },
  connectorAccounts_list: {},
  connectorAccounts_get: { path: { id: '{{accountId}}' } },
  connectorAccounts_update: { path: { id: '{{accountId}}' }, body: { label: 'Cards', methods: ['card'] } },
  connectorAccounts_test: {
    path: { id: '{{accountId}}' },
    asserts: (pm) => pm.test('responds', () => pm.expect(pm.response.json().test_result.ok).to.equal(true)),
  },
  routing_get: { keeps: { routingVersion: 'version' } },
  routing_put: { body: { version: '{{routingVersion}}', rules: [] } },
  routing_explain: { query: { amount: 50_000, method: 'card', currency: 'INR' } },
  connectorAccounts_remove: { path: { id: '{{accountId}}' } },

  statistics_get: {},
  requestLogs_list: {
    before: ({ until }) => until('/api/v1/logs', ({ data }) => data.length > 0, { session: 'sessionToken' }),
    keeps: { logId: 'data.0.id' },
  },
  requestLogs_get: { path: { id: '{{logId}}' } },
  queueStatus_status: {},

  ...TEAM,

  auditLog_list: {},
  auditLog_export: {},
  auditLog_verify: {},
};
