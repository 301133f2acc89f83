import type { ActionRequest, CloseRefundResult, Declined, NotFound, Pending, Proof, Result } from '../bank/results.js';
import { json, NO_RESPONSE, type Outcome, type Reply } from './reply.js';

/** Whether the call was to close the reference: then a closed one is the success. */
type Purpose = 'charge' | 'close';

/** The response to a call about a charge. */
export function chargeReply(reference: string, result: Result, purpose: Purpose = 'charge'): Outcome {
  const base = { object: 'charge', reference };
  switch (result.outcome) {
    case 'approved': {
      const { connectorReference: id, amount, currency, captured, refunded, disputed, method } = result;
      const status = captured > 0 ? 'captured' : 'authorized';
      return json(200, { ...base, id, status, amount, currency, captured, refunded, disputed, method });
    }
    case 'requires_action': {
      const { action, connectorReference: id } = result;
      return json(200, { ...base, id, status: 'requires_action', action: actionView(action) });
    }
    case 'cancelled': {
      const { proof, connectorReference: id } = result;
      if (purpose === 'charge') return closed(reference, proof);
      return json(200, { ...base, id: id ?? null, status: 'cancelled', proof });
    }
    case 'silent':
      return NO_RESPONSE;
    default:
      return otherReply('charge', reference, result);
  }
}

type RefundOutcome = CloseRefundResult | NotFound;

/** The response to a call about a refund. */
export function refundReply(reference: string, result: RefundOutcome): Reply {
  switch (result.outcome) {
    case 'approved': {
      const { connectorReference: id, amount, currency } = result;
      return json(200, { object: 'refund', reference, id, status: 'processed', amount, currency });
    }
    case 'cancelled':
      return json(200, { object: 'refund', reference, status: 'cancelled' });
    default:
      return otherReply('refund', reference, result);
  }
}

function otherReply(object: 'charge' | 'refund', reference: string, result: Pending | Declined | NotFound): Reply {
  switch (result.outcome) {
    case 'pending':
      return json(200, {
        ...{ object, reference, id: result.connectorReference ?? null, status: 'pending' },
        retry_after_ms: result.retryAfterMs,
      });
    case 'declined':
      return json(402, {
        error: { code: result.reason, message: result.description },
        ...{ object, reference, id: result.connectorReference ?? null },
      });
    case 'not_found':
      return json(404, { error: { code: `${object}_not_found`, message: `There is no ${object} ${reference}` } });
  }
}

function actionView(action: ActionRequest): object {
  switch (action.type) {
    case 'otp':
      return { type: 'otp', attempts_left: action.attemptsLeft };
    case 'upi_approve':
      return { type: 'upi_approve', upi_link: action.upiLink };
    case 'redirect':
      return { type: 'redirect', url: action.url };
  }
}

function closed(reference: string, proof: Proof): Reply {
  const error = { code: 'reference_closed', message: `${reference} was closed before it was charged` };
  return json(410, { error, object: 'charge', reference, proof });
}
