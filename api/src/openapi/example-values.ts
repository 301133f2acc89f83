import { DEMO_MERCHANT } from '../accounts/demo/demo-merchant.js';
import type { EventType } from '../messaging/events/event-types.js';
import { eventBody, exampleId, sampleObject } from './samples.js';

const UUID = '019c1337-2c40-7d5a-9b1e-4f6a8c0d2e35';

/** Examples of fields whose DTO has none, by full name (`OrderDto.id`) or by field name. */
export const FIELD_EXAMPLES: Readonly<Record<string, unknown>> = {
  id: UUID,
  payment_id: exampleId('pay'),
  order_id: exampleId('order'),
  request_id: 'req_4Tq2mXw9ZbLr81Kd',
  currency: 'INR',
  amount: 50_000,
  amount_due: 50_000,
  has_more: false,
  captured: false,
  authorized: false,
  enabled: true,
  test: true,
  seeded: true,
  approve: true,
  email: 'asha@shop.example',
  name: 'Asha Rao',
  merchant: 'Asha Stores',
  merchant_name: 'Asha Stores',
  allowed_origins: ['https://shop.example'],
  password: 'lantern orbit mustard canyon',
  current_password: 'lantern orbit mustard canyon',
  new_password: 'another horse another staple',
  actor: `user:${UUID}`,
  api_key: DEMO_MERCHANT.apiKey,
  response_body: 'ok',
  request_headers: { 'webhook-id': exampleId('evt'), 'webhook-timestamp': '1769851801' },
  url: 'https://shop.example/webhooks',
  total: 1,
  limit: 10,
  offset: 0,
  waiting: 2,
  active: 1,
  delayed: 3,
  completed: 120,
  failed: 4,
  pending: 5,
  processing: 1,
  'AuditVerificationDto.valid': true,
  'AuditVerificationDto.entries': 210,
  'AuditVerificationDto.from_seq': 1,
  'AuditVerificationDto.to_seq': 210,
  'AuditVerificationDto.anchor_seq': 0,
  'AuditVerificationDto.not_linked': 0,
  'AuditBreakDto.seq': 17,
  'MerchantDto.id': DEMO_MERCHANT.id,
  'MembershipDto.id': DEMO_MERCHANT.id,
  'TestMerchantDto.id': DEMO_MERCHANT.id,
  'TestMerchantDto.email': DEMO_MERCHANT.email,
  'MerchantDto.name': 'Asha Stores',
  'MembershipDto.name': 'Asha Stores',
  'MembershipDto.role': 'owner',
  'MembershipDto.permissions': ['orders:read', 'orders:write', 'payments:read', 'payments:write'],
  'CreateMerchantDto.name': 'Asha Stores',
  'PublicOrderDto.id': exampleId('order'),
  'PublicPaymentLinkDto.expires_at': null,
  'PublicPaymentDto.id': exampleId('pay'),
  'NewPublicPaymentDto.id': exampleId('pay'),
  'DeletedApiKeyDto.id': 'key_test_9hQ2c0vTq5mXb1Za',
  'RemovedMemberDto.revoked_api_keys': ['key_test_9hQ2c0vTq5mXb1Za'],
  'RemovedMemberDto.kept_api_keys': [],
  'DeletedEndpointDto.id': exampleId('we'),
  'RemovedConnectorAccountDto.id': exampleId('ca'),
  'WebhookDto.event': 'payment.success',
  'WebhookDetailDto.event': 'payment.success',
  'WebhookDto.status': 'success',
  'WebhookDetailDto.status': 'success',
  'SampleDeliveryDto.event': 'webhook.test',
  'EventDeliveryDto.status': 'success',
  'ReadinessDto.reason': null,
  'SessionDto.expires_at': '2026-01-31T21:30:00.000Z',
  'InviteDto.expires_at': '2026-02-07T09:30:00.000Z',
  'NewInviteDto.expires_at': '2026-02-07T09:30:00.000Z',
  'MemberDto.last_seen_at': '2026-01-31T09:30:00.000Z',
  'ListedMemberDto.last_seen_at': '2026-01-31T09:30:00.000Z',
  'StatisticsDto.from': '2026-01-31T08:00:00.000Z',
  'StatisticsDto.to': '2026-01-31T09:00:00.000Z',
  'StatisticsBucketDto.from': '2026-01-31T08:00:00.000Z',
  'WebhookDto.last_attempt_at': '2026-01-31T09:30:01.000Z',
  'WebhookDetailDto.last_attempt_at': '2026-01-31T09:30:01.000Z',
  'WebhookAttemptDto.created_at': '2026-01-31T09:30:01.000Z',
};

/** Operations whose response example is the object of a sample event of this type. */
export const SAMPLE_EVENTS: Readonly<Record<string, EventType>> = {
  orders_list: 'order.paid',
  orders_get: 'order.paid',
  orders_update: 'order.updated',
  orders_cancel: 'order.cancelled',
  paymentLinks_create: 'payment_link.created',
  paymentLinks_list: 'payment_link.paid',
  paymentLinks_get: 'payment_link.paid',
  paymentLinks_update: 'payment_link.updated',
  paymentLinks_cancel: 'payment_link.cancelled',
  paymentLinks_listPayments: 'payment.success',
  payments_create: 'payment.created',
  payments_list: 'payment.success',
  payments_get: 'payment.success',
  payments_update: 'payment.updated',
  payments_capture: 'payment.captured',
  payments_cancel: 'payment.cancelled',
  payments_release: 'payment.failed',
  publicPayments_create: 'payment.created',
  publicPayments_get: 'payment.requires_action',
  publicPayments_returned: 'payment.requires_action',
  publicPayments_answer: 'payment.success',
  refunds_create: 'refund.created',
  refunds_createForPayment: 'refund.created',
  refunds_list: 'refund.processed',
  refunds_get: 'refund.processed',
  refunds_update: 'refund.updated',
  customers_create: 'customer.created',
  customers_list: 'customer.created',
  customers_get: 'customer.created',
  customers_update: 'customer.updated',
  customers_erase: 'customer.erased',
};

const order_id = exampleId('order');
const SHOPPER_PAYS = {
  'UPI, by address': { order_id, method: 'upi', vpa: 'success@upi' },
  'UPI, by any app': { order_id, method: 'upi', flow: 'intent' },
  'On a page of the acquirer': { order_id, flow: 'redirect' },
  Card: {
    order_id,
    method: 'card',
    card: { number: '4111 1111 1111 1111', expiry_month: 12, expiry_year: 2040, cvv: '123', holder_name: 'Asha Rao' },
  },
};

/** Operations with several request examples. */
export const REQUEST_EXAMPLES: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>> = {
  payments_create: {
    ...SHOPPER_PAYS,
    'With its own description, customer and notes': {
      ...SHOPPER_PAYS['UPI, by address'],
      description: 'Two T-shirts',
      customer: { name: 'Asha Rao', email: 'asha@example.com', contact: '+919876543210' },
      notes: { till: '4' },
    },
  },
  publicPayments_create: SHOPPER_PAYS,
  publicPayments_answer: { OTP: { otp: '123456' }, 'UPI approval': { approve: true } },
  paymentLinks_create: {
    'A fixed amount': { amount: 50_000, title: 'Yoga class in March', reference_id: 'invoice-2026-0042' },
    'The payer enters it': { min_amount: 10_000, max_amount: 500_000, title: 'Donation', reusable: true },
  },
  publicPaymentLinks_openOrder: { 'A fixed amount': {}, 'The amount entered': { amount: 50_000 } },
  payments_capture: { 'All of it': {}, 'A part': { amount: 30_000 } },
  endpoints_create: {
    'Of your server': { url: 'https://shop.example/webhooks', events: ['payment.success', 'order.paid'] },
    Inbox: { kind: 'inbox' },
  },
  apiKeys_create: { 'With scopes': { name: 'Shop server', scopes: ['orders:write', 'payments:read'] } },
  auth_register: {
    'A new merchant': {
      email: 'asha@shop.example',
      password: 'lantern orbit mustard canyon',
      name: 'Asha Rao',
      merchant_name: 'Asha Stores',
    },
    'With an invite': {
      email: 'asha@shop.example',
      password: 'lantern orbit mustard canyon',
      name: 'Asha Rao',
      invite: '7f3kQ9xLm2Vt8Zc1…',
    },
  },
};

const { object: payment } = sampleObject('payment.success');
const { id, amount, currency, method, flow, status, stage, authorized } = payment;
const common = { id, order_id, amount, currency, method, flow, status, stage, authorized };
const rest = { next_action: null, error_reason: null, error_description: null };

/** By operation and status: a complete response as text, or fields that override the assembled example. */
export const RESPONSE_EXAMPLES: Readonly<Record<string, string | Record<string, unknown>>> = {
  'orders_create 201': { customer: sampleObject('order.paid').object['customer'] },
  'connectorAccounts_test 200': {
    tested_at: '2026-01-31T09:30:00.000Z',
    test_result: { ok: true, reason: 'accepted', description: 'Simulated acquirer responds' },
  },
  'health_check 503': { status: 'unhealthy', database: 'disconnected', queue: 'disconnected' },
  'health_ready 503': { status: 'not_ready', reason: 'shutting_down' },
  'metrics_read 200': '# TYPE gateway_database_up gauge\ngateway_database_up 1\n',
  'publicReceipts_pdf 200': '%PDF-1.3 …',
  'auditLog_export 200 application/x-ndjson':
    `{"seq":1,"merchant_id":"${DEMO_MERCHANT.id}","id":"${UUID}","phase":"intent","intent_id":null,` +
    `"actor":"user:${UUID}","action":"merchant.update","object_id":null,"detail":{"name":"Asha Stores"},"outcome":null,` +
    `"address":"192.0.2.1","user_agent":null,"request_id":"req_4Tq2mXw9ZbLr81Kd",` +
    `"created_at":"2026-01-31T09:30:00.000000Z","hash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}\n`,
  'auditLog_export 200 text/csv':
    'seq,id,phase,intent_id,created_at,actor,action,object_id,outcome,detail,address,user_agent,request_id,hash\r\n',
  'publicPayments_stream 200': `event: payment\ndata: ${JSON.stringify({ ...common, ...rest })}\n\n`,
  'events_follow 200':
    `event: heartbeat\ndata: \n\n` +
    `id: ${exampleId('evt')}\nevent: event\ndata: ${JSON.stringify(eventBody('payment.success'))}\n\n`,
};
