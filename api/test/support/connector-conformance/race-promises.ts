import { expect } from '@jest/globals';
import type { Promised } from './promises.js';

const ROUNDS = 8;
/** The acquirer refuses to look at a request as long as another one about the same charge is in progress. */
const LOCKED = 'locked';
const outcomeOf = (result: { outcome: string; refused?: boolean }) => (result.refused ? LOCKED : result.outcome);
const rounds = async (race: () => Promise<void>) => {
  for (let round = 0; round < ROUNDS; round++) await race();
};

/** Two calls at the same moment: the money moves at most once, and every result agrees with the acquirer's record. */
export function racePromises(promised: Promised): void {
  promised('charge and cancel: a proven cancel took nothing', ['charge', 'closes'], async (b) => {
    await rounds(async () => {
      const charge = b.chargeOf();
      const [charged, cancelled] = await Promise.all([b.connector.charge!(charge), b.connector.cancel(charge)]);
      if (cancelled.outcome === 'cancelled' && cancelled.proven) expect(await b.taken(charge)).toBe(0);
      if (cancelled.outcome === 'approved') expect(charged).toMatchObject({ outcome: 'approved' });
      await b.expectAgreement(charge);
    });
  });

  promised('charge and reverse: nothing stays taken, or the charge is found', ['charge'], async (b) => {
    await rounds(async () => {
      const charge = b.chargeOf();
      const [, reversed] = await Promise.all([b.connector.charge!(charge), b.reversed(charge)]);
      if (reversed.outcome === 'cancelled' && reversed.proven) expect(await b.taken(charge)).toBe(0);
      await b.expectAgreement(charge);
    });
  });

  promised('capture and cancel: one of them', ['manual', 'voids'], async (b) => {
    await rounds(async () => {
      const charge = await b.authorised();
      const [captured, cancelled] = await Promise.all([
        b.connector.capture(charge, charge.amount),
        b.connector.cancel(charge),
      ]);
      const taken = await b.taken(charge);
      expect([0, charge.amount]).toContain(taken);
      expect([taken === 0 ? 'declined' : 'approved', LOCKED]).toContain(outcomeOf(captured));
      expect([taken === 0 ? 'cancelled' : 'approved', LOCKED]).toContain(outcomeOf(cancelled));
      expect(outcomeOf(taken === 0 ? cancelled : captured)).not.toBe(LOCKED);
      await b.expectAgreement(charge);
    });
  });

  promised('two captures of different amounts: one of them', ['manual'], async (b) => {
    await rounds(async () => {
      const charge = await b.authorised();
      const amounts = [1_000, 2_000];
      const results = await Promise.all(
        amounts.map((amount, index) => b.connector.capture({ ...charge, keyNumber: index + 1 }, amount)),
      );
      const { captured } = await b.booked(charge);
      expect(amounts).toContain(captured);
      for (const [index, amount] of amounts.entries())
        expect(amount === captured ? ['approved'] : ['declined', LOCKED]).toContain(outcomeOf(results[index]!));
      await b.expectAgreement(charge);
    });
  });

  promised('one capture sent twice: both results are that capture', ['manual'], async (b) => {
    await rounds(async () => {
      const charge = await b.authorised();
      const results = await Promise.all([1, 2].map(() => b.connector.capture(charge, 1_000)));
      for (const result of results) {
        if (result.outcome === 'unknown') expect(result.refused).toBe(true);
        else expect(result).toMatchObject({ outcome: 'approved', captured: 1_000 });
      }
      expect((await b.booked(charge)).captured).toBe(1_000);
    });
  });

  promised('refund and reverse: the shopper gets all of it back, once', ['automatic', 'partialRefunds'], async (b) => {
    await rounds(async () => {
      const charge = await b.captured();
      const refund = b.refundOf(charge, 1_000);
      const [, first] = await Promise.all([b.connector.refund(refund), b.reversed(charge)]);
      if (first.outcome !== 'cancelled') await b.reversed({ ...charge, keyNumber: 2 });
      const [ended, { captured, refunded, reversed }] = [await b.findRefund(refund), await b.booked(charge)];
      expect([captured, refunded + reversed]).toEqual([charge.amount, charge.amount]);
      expect(refunded).toBe(ended.outcome === 'approved' ? 1_000 : 0);
    });
  });

  promised('capture and reverse: nothing stays taken', ['manual'], async (b) => {
    await rounds(async () => {
      const charge = await b.authorised();
      const [, first] = await Promise.all([b.connector.capture(charge, charge.amount), b.reversed(charge)]);
      if (first.outcome !== 'cancelled') await b.reversed({ ...charge, keyNumber: 2 });
      expect(await b.taken(charge)).toBe(0);
    });
  });

  promised('refund and its close: one of them', ['automatic', 'closesRefunds'], async (b) => {
    await rounds(async () => {
      const charge = await b.captured();
      const refund = b.refundOf(charge);
      const [, closed] = await Promise.all([b.connector.refund(refund), b.connector.closeRefund!(refund)]);
      const { refunded } = await b.booked(charge);
      expect(refunded).toBe(closed.outcome === 'cancelled' ? 0 : refund.amount);
      expect((await b.findRefund(refund)).outcome).toBe(refunded > 0 ? 'approved' : 'declined');
    });
  });
}
