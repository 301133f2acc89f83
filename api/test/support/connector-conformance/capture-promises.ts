import { expect } from '@jest/globals';
import type { Promised } from './promises.js';

const NOTHING = { captured: 0, refunded: 0, reversed: 0 };

/** Capture, cancel and reverse. */
export function capturePromises(promised: Promised): void {
  promised('a capture in full is booked once, however often it is sent', ['manual'], async (b) => {
    const charge = await b.authorised();
    const approved = { outcome: 'approved', amount: charge.amount, currency: charge.currency, captured: charge.amount };
    expect(await b.connector.capture(charge, charge.amount)).toMatchObject(approved);
    for (const keyNumber of [1, 2])
      expect(await b.connector.capture({ ...charge, keyNumber }, charge.amount)).toMatchObject(approved);
    expect(await b.find(charge)).toMatchObject(approved);
    expect(await b.booked(charge)).toEqual({ ...NOTHING, captured: charge.amount });
  });

  promised('a capture in part releases the rest: there is no second one', ['manual'], async (b) => {
    const charge = await b.authorised();
    expect(await b.connector.capture(charge, 1_200)).toMatchObject({ outcome: 'approved', captured: 1_200 });
    const second = await b.connector.capture({ ...charge, keyNumber: 2 }, charge.amount - 1_200);
    expect(second).toMatchObject({ outcome: 'declined', reason: 'already_captured' });
    expect(await b.find(charge)).toMatchObject({ outcome: 'approved', captured: 1_200 });
    expect(await b.booked(charge)).toEqual({ ...NOTHING, captured: 1_200 });
  });

  promised('a capture of more than was authorised takes nothing, and spoils nothing', ['manual'], async (b) => {
    const charge = await b.authorised();
    const tooMuch = { outcome: 'declined', reason: 'capture_exceeds_authorised' };
    expect(await b.connector.capture(charge, charge.amount + 1)).toMatchObject(tooMuch);
    expect(await b.booked(charge)).toEqual(NOTHING);
    const next = { ...charge, keyNumber: 2 };
    expect(await b.connector.capture(next, charge.amount)).toMatchObject({ outcome: 'approved' });
  });

  promised('a capture of an unknown reference captures nothing', [], async (b) => {
    const charge = b.chargeOf({ capture: b.connector.sheet.captureModes.at(-1)! });
    const result = await b.connector.capture(charge, charge.amount);
    if (result.outcome !== 'unknown') expect(result).toMatchObject({ outcome: 'declined', reason: 'charge_not_found' });
    expect((await b.find(charge)).outcome).toBe('not_found');
  });

  promised(
    'a void proves that nothing was taken, and nothing can be captured after it',
    ['manual', 'voids'],
    async (b) => {
      const charge = await b.authorised();
      for (let time = 0; time < 2; time++)
        expect(await b.connector.cancel(charge)).toEqual({ outcome: 'cancelled', proven: true });
      expect(await b.find(charge)).toEqual({ outcome: 'cancelled', proven: true });
      expect((await b.connector.capture(charge, charge.amount)).outcome).not.toBe('approved');
      expect(await b.booked(charge)).toEqual(NOTHING);
    },
  );

  promised('a cancel after the capture says approved, and changes nothing', ['automatic'], async (b) => {
    const charge = await b.captured();
    const approved = { outcome: 'approved', amount: charge.amount, captured: charge.amount };
    expect(await b.connector.cancel(charge)).toMatchObject(approved);
    expect(await b.find(charge)).toMatchObject(approved);
    expect(await b.taken(charge)).toBe(charge.amount);
  });

  promised('a cancel closes a reference that was never sent', ['closes'], async (b) => {
    const charge = b.chargeOf();
    expect(await b.connector.cancel(charge)).toEqual({ outcome: 'cancelled', proven: true });
    expect(['cancelled', 'not_found']).toContain((await b.find(charge)).outcome);
  });

  promised('a charge that arrives after its reference was closed takes no money', ['charge', 'closes'], async (b) => {
    const charge = b.chargeOf();
    b.wire.break({ kind: 'hold' });
    expect(await b.hasty.charge!(charge)).toEqual({ outcome: 'unknown' });
    expect(b.wire.heldCount).toBe(1);
    b.wire.relent();
    expect(await b.connector.cancel(charge)).toEqual({ outcome: 'cancelled', proven: true });
    await b.wire.heal();
    expect((await b.connector.charge!({ ...charge, keyNumber: 2 })).outcome).not.toBe('approved');
    expect(await b.booked(charge)).toEqual(NOTHING);
    expect((await b.find(charge)).outcome).not.toBe('approved');
  });

  promised('a cancel of a declined charge says declined, or that it is closed', ['charge'], async (b) => {
    const charge = b.chargeOf({ instrument: b.instruments.declined[0]!.token });
    await b.connector.charge!(charge);
    expect(['declined', 'cancelled']).toContain((await b.connector.cancel(charge)).outcome);
    expect(await b.booked(charge)).toEqual(NOTHING);
  });

  promised(
    'a cancel of a pending charge proves nothing, or nothing is booked later',
    ['pending', 'closes'],
    async (b) => {
      const charge = b.chargeOf({ instrument: b.instruments.pending! });
      await b.connector.charge!(charge);
      const cancelled = await b.connector.cancel(charge);
      expect(['cancelled', 'pending', 'unknown']).toContain(cancelled.outcome);
      await b.world.decide(charge.reference);
      if (cancelled.outcome === 'cancelled' && cancelled.proven) expect(await b.taken(charge)).toBe(0);
      await b.expectAgreement(charge);
    },
  );

  promised('a reversal gives back all of a captured charge, once', ['automatic'], async (b) => {
    const charge = await b.captured();
    expect(await b.reversed(charge)).toMatchObject({ outcome: 'cancelled' });
    for (const keyNumber of [1, 2])
      expect(await b.reversed({ ...charge, keyNumber })).toMatchObject({ outcome: 'cancelled' });
    const { captured, refunded, reversed } = await b.booked(charge);
    expect([captured, refunded + reversed]).toEqual([charge.amount, charge.amount]);
    await b.expectAgreement(charge);
  });

  promised('a reversal gives back only what refunds have left', ['automatic', 'partialRefunds'], async (b) => {
    const charge = await b.captured();
    expect(await b.refunded(b.refundOf(charge, 1_500))).toMatchObject({ outcome: 'approved' });
    expect(await b.reversed(charge)).toMatchObject({ outcome: 'cancelled' });
    const { captured, refunded, reversed } = await b.booked(charge);
    expect([captured, refunded + reversed]).toEqual([charge.amount, charge.amount]);
  });

  promised('a reversal releases an authorised charge', ['manual'], async (b) => {
    const charge = await b.authorised();
    expect(await b.reversed(charge)).toMatchObject({ outcome: 'cancelled' });
    expect((await b.connector.capture(charge, charge.amount)).outcome).not.toBe('approved');
    expect(await b.taken(charge)).toBe(0);
  });

  promised('a reversal of an open page closes it', ['redirect', 'closes'], async (b) => {
    const { page, shopper } = await b.page();
    expect(await b.reversed(page)).toMatchObject({ outcome: 'cancelled' });
    await shopper.pay().catch(() => undefined);
    expect(await b.taken(page)).toBe(0);
    await b.expectAgreement(page);
  });

  promised('a reversal of an unknown reference gives back nothing', [], async (b) => {
    const charge = b.chargeOf();
    expect(['cancelled', 'declined', 'unknown']).toContain((await b.reversed(charge)).outcome);
    expect(await b.booked(charge)).toEqual(NOTHING);
  });

  promised('another account sees nothing of a charge, and changes nothing', [], async (b) => {
    const charge = await b.approved();
    const before = await b.booked(charge);
    expect(['not_found', 'unknown']).toContain((await b.other.findCharge(charge)).outcome);
    expect((await b.other.capture(charge, charge.amount)).outcome).not.toBe('approved');
    await b.other.cancel(charge);
    await b.other.reverse(charge);
    expect((await b.other.refund(b.refundOf(charge))).outcome).not.toBe('approved');
    expect((await b.find(charge)).outcome).toBe('approved');
    expect(await b.booked(charge)).toEqual(before);
  });
}
