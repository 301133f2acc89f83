import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CheckoutMessage } from '../src/browser/protocol.js';
import { type ErrorReason, Session } from '../src/browser/session.js';

const BACK = { returned: '?order_id=order_1', returnUrl: null } as const;
const PAID = {
  ...({ paymentId: 'pay_1', orderId: 'order_1', status: 'success', amount: 100, currency: 'INR' } as const),
  ...{ authorized: false, ...BACK },
} as const;
const READY = { type: 'ready' } as const;
const SUCCESS = { type: 'payment_success', data: PAID } as const;
const FAILURE = {
  type: 'payment_failed',
  data: { paymentId: 'pay_1', orderId: 'order_1', status: 'expired', error: 'no' },
} as const;
const LEAVE = { type: 'close_modal' } as const;
const ended = (status: 'expired' | 'cancelled'): CheckoutMessage => ({
  type: 'payment_failed',
  data: { orderId: 'order_1', status, error: 'no' },
});

/** One session with a record of its calls to the host. */
function begin({ online = true, fault }: { online?: boolean; fault?: ErrorReason | Promise<undefined> } = {}) {
  const told: unknown[][] = [];
  const state = { online };
  const session = new Session(
    {
      isOnline: () => state.online,
      async check() {
        told.push(['check']);
        return fault;
      },
      onReady: () => told.push(['ready']),
      onHeight: (height) => told.push(['height', height]),
      onSuccess: (data) => told.push(['success', data]),
      onFailure: (data) => told.push(['failure', data]),
      onEnd: (reason, error) => told.push(['end', reason, error]),
    },
    10_000,
  );
  const after = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  return { session, told, after, state };
}

describe('one opening of the checkout', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  describe('until the checkout is ready', () => {
    it('a frame without a message ends in `timeout`, at the deadline and once', async () => {
      const { told, after } = begin();
      await after(9_999);
      expect(told).toEqual([]);
      await after(1);
      expect(told).toEqual([['end', 'error', 'timeout']]);
      await after(60_000);
      expect(told).toHaveLength(1);
    });

    it('without a network it ends in `offline`', async () => {
      const { told, after } = begin({ online: false });
      await after(10_000);
      expect(told).toEqual([['end', 'error', 'offline']]);
    });

    it.each<ErrorReason>(['blocked', 'not_found'])(
      'a frame that has loaded another page is checked, and ends in `%s`',
      async (fault) => {
        const { session, told, after } = begin({ fault });
        session.loaded();
        await after(999);
        expect(told).toEqual([]);
        await after(1);
        expect(told).toEqual([['check'], ['end', 'error', fault]]);
      },
    );

    it('a page that loads without a network is not checked', async () => {
      const { session, told, after } = begin({ online: false, fault: 'blocked' });
      session.loaded();
      await after(1_000);
      expect(told).toEqual([['end', 'error', 'offline']]);
    });

    it('a slow checkout that is permitted has until the deadline, and is checked once', async () => {
      const { session, told, after } = begin();
      session.loaded();
      session.loaded();
      await after(5_000);
      session.loaded();
      await after(4_000);
      session.receive(READY);
      await after(60_000);
      expect(told).toEqual([['check'], ['ready']]);
      session.end();
    });

    it('a check that returns after the checkout is ready, or after the close, changes nothing', async () => {
      for (const end of [(session: Session) => session.receive(READY), (session: Session) => session.end()]) {
        let answer: (fault: never) => void = () => undefined;
        const { session, told, after } = begin({ fault: new Promise<undefined>((resolve) => (answer = resolve)) });
        session.loaded();
        await after(1_000);
        end(session);
        answer('blocked' as never);
        await after(60_000);
        session.end();
        expect(told.filter(([what]) => what === 'end')).toEqual([['end', 'dismissed', undefined]]);
      }
    });

    it('a policy of the page that forbids the frame ends it at once', () => {
      const { session, told } = begin();
      session.fail('blocked');
      expect(told).toEqual([['end', 'error', 'blocked']]);
    });

    it('a close while it loads is `dismissed`, and no other callback follows', async () => {
      const { session, told, after } = begin({ fault: 'blocked' });
      session.loaded();
      session.end();
      session.end();
      session.fail('blocked');
      session.receive(SUCCESS);
      await after(60_000);
      expect(told).toEqual([['end', 'dismissed', undefined]]);
    });

    it('any message means that it is ready, even an unknown one', async () => {
      const { session, told, after } = begin();
      session.receive({ type: 'of a later version' } as unknown as CheckoutMessage);
      await after(60_000);
      session.fail('blocked');
      expect(told).toEqual([['ready']]);
      session.end();
    });
  });

  describe('after it is ready', () => {
    it('each height of the content is passed on, until it ends', () => {
      const { session, told } = begin();
      session.receive(READY);
      for (const height of [480, 610]) session.receive({ type: 'height', height });
      session.end();
      session.receive({ type: 'height', height: 700 });
      expect(told).toEqual([['ready'], ['height', 480], ['height', 610], ['end', 'dismissed', undefined]]);
    });

    it('a success is reported at once and closes two seconds later', async () => {
      const { session, told, after } = begin();
      session.receive(READY);
      session.receive(SUCCESS);
      expect(told).toEqual([['ready'], ['success', PAID]]);
      await after(1_999);
      expect(told).toHaveLength(2);
      await after(1);
      expect(told.at(-1)).toEqual(['end', 'success', undefined]);
    });

    it('an earlier close still has the reason `success`', async () => {
      const { session, told, after } = begin();
      session.receive(SUCCESS);
      session.receive(LEAVE);
      await after(60_000);
      expect(told.filter(([what]) => what === 'end')).toEqual([['end', 'success', undefined]]);
    });

    it('an order that was already paid closes with `success` and without a payment', async () => {
      const { session, told, after } = begin();
      session.receive({ type: 'order_paid', data: { orderId: 'order_1' } });
      await after(2_000);
      expect(told).toEqual([['ready'], ['end', 'success', undefined]]);
    });

    it.each([
      ['nothing', [], 'dismissed'],
      ['a failed attempt', [FAILURE], 'failed'],
      ['a failed attempt and a good one', [FAILURE, SUCCESS], 'success'],
      ['an expired order', [ended('expired')], 'expired'],
      ['a cancelled order', [ended('cancelled')], 'cancelled'],
      ['a failed attempt and then an expired order', [FAILURE, ended('expired')], 'expired'],
    ])('after %s the reason is the last outcome', (_, messages, reason) => {
      const { session, told } = begin();
      for (const message of [READY, ...messages, LEAVE]) session.receive(message);
      expect(told.at(-1)).toEqual(['end', reason, undefined]);
      expect(told.filter(([what]) => what === 'failure')).toHaveLength(
        messages.filter(({ type }) => type === 'payment_failed').length,
      );
    });

    it('a later `ready`, after a navigation in the frame, changes nothing', () => {
      const { session, told } = begin();
      session.receive(READY);
      session.receive(FAILURE);
      session.receive(READY);
      session.receive(LEAVE);
      expect(told.map(([what]) => what)).toEqual(['ready', 'failure', 'end']);
      expect(told.at(-1)?.[1]).toBe('failed');
    });
  });
});
