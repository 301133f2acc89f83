import { describe, expect, it } from '@jest/globals';
import { callAfterNotFound, firstCall, type RefundHistory } from './refund-call.js';

const DAY_MS = 86_400_000;
const closing = { closesRefunds: true, idempotencyMs: DAY_MS };
const open = { closesRefunds: false, idempotencyMs: DAY_MS };
const sent = (fields: Partial<RefundHistory> = {}): RefundHistory => ({
  ...{ previousStatus: 'processing', providerId: null, sendCount: 1, answered: false, sentMsAgo: 1_000 },
  ...fields,
});

describe('the first call of a leased refund', () => {
  it.each([
    ['a new refund is sent', sent({ previousStatus: 'pending' }), closing, 'send'],
    ['a new refund is sent, whatever the acquirer can', sent({ previousStatus: 'pending' }), open, 'send'],
    ['one that was sent is found if its reference can be closed', sent(), closing, 'find'],
    ['else it is repeated under its key while the acquirer keeps it', sent(), open, 'repeat'],
    ['however often', sent({ sendCount: 99, sentMsAgo: DAY_MS - 1 }), open, 'repeat'],
    ['and found afterwards', sent({ sentMsAgo: DAY_MS }), open, 'find'],
    ['after a response without an outcome it is found', sent({ answered: true }), open, 'find'],
    ['with an id of the acquirer it is found', sent({ providerId: 're_1' }), open, 'find'],
    ['a processed one is only ever found', sent({ previousStatus: 'processed' }), open, 'find'],
  ] as const)('%s', (_, refund, sheet, call) => expect(firstCall(refund, sheet)).toBe(call));
});

describe('the call after a find without a refund', () => {
  it.each([
    ['is another send', sent({ sendCount: 2 }), closing, 'send'],
    ['is a close after the third send', sent({ sendCount: 3 }), closing, 'close'],
    ['is never a failure by silence without a close', sent({ sendCount: 99 }), open, 'send'],
    ['is none for a processed refund', sent({ previousStatus: 'processed' }), closing, 'missing'],
    ['is none for a refund that the acquirer did know', sent({ providerId: 're_1' }), open, 'missing'],
  ] as const)('%s', (_, refund, sheet, call) => expect(callAfterNotFound(refund, sheet)).toBe(call));
});
