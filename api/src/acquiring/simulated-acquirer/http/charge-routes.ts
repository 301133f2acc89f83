import { checkNotificationUrl } from '../notifications/notification-url.js';
import type { PageCharges } from '../pages/page-charges.js';
import { ACTION, CAPTURE, EMPTY, NEW_CHARGE, NEW_REFUND, parse } from './bodies.js';
import type { Route } from './calls.js';
import { json } from './reply.js';
import { chargeReply, refundReply } from './result-replies.js';

/** Charges that the caller makes with a token or on a page. */
export const chargeRoutes = (charges: PageCharges): Route[] => [
  {
    ...{ operation: 'charge', method: 'POST', path: /^\/v1\/charges$/, isRepeatable: true },
    async handle(call) {
      const { merchant, token, return_url: returnUrl, ...given } = parse(NEW_CHARGE, call.body);
      const { reference, amount, currency, capture, notification_url: notificationUrl } = given;
      if (notificationUrl !== undefined) checkNotificationUrl(notificationUrl);
      const request = {
        reference,
        amount,
        currency,
        capture,
        notificationUrl,
        merchantId: merchant,
        instrument: token,
      };
      return chargeReply(reference, await charges.charge(call, request, returnUrl));
    },
  },
  {
    ...{ operation: 'find_charge', method: 'GET', path: /^\/v1\/charges\/([^/]+)$/ },
    handle: async (call) => chargeReply(call.id, await charges.find(call, call.id)),
  },
  {
    ...{ operation: 'action', method: 'POST', path: /^\/v1\/charges\/([^/]+)\/action$/ },
    handle: async (call) => chargeReply(call.id, await charges.submitAction(call, call.id, parse(ACTION, call.body))),
  },
  {
    ...{ operation: 'capture', method: 'POST', path: /^\/v1\/charges\/([^/]+)\/capture$/, isRepeatable: true },
    handle: async ({ bank, id, body }) => chargeReply(id, await bank.capture(id, parse(CAPTURE, body).amount)),
  },
  {
    ...{ operation: 'cancel', method: 'POST', path: /^\/v1\/charges\/([^/]+)\/cancel$/, isRepeatable: true },
    async handle(call) {
      parse(EMPTY, call.body);
      return chargeReply(call.id, await charges.cancel(call, call.id), 'close');
    },
  },
  {
    ...{ operation: 'reverse', method: 'POST', path: /^\/v1\/charges\/([^/]+)\/reverse$/, isRepeatable: true },
    async handle(call) {
      parse(EMPTY, call.body);
      return chargeReply(call.id, await charges.reverse(call, call.id), 'close');
    },
  },
];

/** Refunds, and the account itself. */
export const REFUND_ROUTES: readonly Route[] = [
  {
    ...{ operation: 'account', method: 'GET', path: /^\/v1\/account$/ },
    handle: async ({ key }) => json(200, { object: 'account', id: key.account, mode: 'test' }),
  },
  {
    ...{ operation: 'refund', method: 'POST', path: /^\/v1\/refunds$/, isRepeatable: true },
    async handle({ bank, body }) {
      const { merchant, charge, ...request } = parse(NEW_REFUND, body);
      const result = await bank.refund({ ...request, merchantId: merchant, chargeReference: charge });
      return refundReply(request.reference, result);
    },
  },
  {
    ...{ operation: 'find_refund', method: 'GET', path: /^\/v1\/refunds\/([^/]+)$/ },
    handle: async ({ bank, id }) => refundReply(id, await bank.findRefund(id)),
  },
  {
    ...{ operation: 'close_refund', method: 'POST', path: /^\/v1\/refunds\/([^/]+)\/close$/, isRepeatable: true },
    async handle({ bank, id, body }) {
      parse(EMPTY, body);
      return refundReply(id, await bank.cancelRefund(id));
    },
  },
];
