import { ACTION, CAPTURE, EMPTY, NEW_CHARGE, NEW_REFUND, parse } from './bodies.js';
import type { Route } from './calls.js';
import { json } from './reply.js';
import { chargeReply, refundReply } from './result-replies.js';

/** Charges that the caller makes with a token, and refunds. */
export const CHARGE_ROUTES: readonly Route[] = [
  {
    ...{ operation: 'account', method: 'GET', path: /^\/v1\/account$/ },
    handle: async ({ key }) => json(200, { object: 'account', id: key.account, mode: 'test' }),
  },
  {
    ...{ operation: 'charge', method: 'POST', path: /^\/v1\/charges$/, isRepeatable: true },
    async handle({ bank, body }) {
      const { merchant, token, ...request } = parse(NEW_CHARGE, body);
      return chargeReply(request.reference, await bank.charge({ ...request, merchantId: merchant, instrument: token }));
    },
  },
  {
    ...{ operation: 'find_charge', method: 'GET', path: /^\/v1\/charges\/([^/]+)$/ },
    handle: async ({ bank, id }) => chargeReply(id, await bank.findCharge(id)),
  },
  {
    ...{ operation: 'action', method: 'POST', path: /^\/v1\/charges\/([^/]+)\/action$/ },
    handle: async ({ bank, id, body }) => chargeReply(id, await bank.submitAction(id, parse(ACTION, body))),
  },
  {
    ...{ operation: 'capture', method: 'POST', path: /^\/v1\/charges\/([^/]+)\/capture$/, isRepeatable: true },
    handle: async ({ bank, id, body }) => chargeReply(id, await bank.capture(id, parse(CAPTURE, body).amount)),
  },
  {
    ...{ operation: 'cancel', method: 'POST', path: /^\/v1\/charges\/([^/]+)\/cancel$/, isRepeatable: true },
    async handle({ bank, id, body }) {
      parse(EMPTY, body);
      return chargeReply(id, await bank.cancel(id), 'close');
    },
  },
  {
    ...{ operation: 'reverse', method: 'POST', path: /^\/v1\/charges\/([^/]+)\/reverse$/, isRepeatable: true },
    async handle({ bank, id, body }) {
      parse(EMPTY, body);
      return chargeReply(id, await bank.reverse(id), 'close');
    },
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
