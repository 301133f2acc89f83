import { expect } from '@jest/globals';
import type { Promised } from './promises.js';

/** Refunds. */
export function refundPromises(promised: Promised): void {
  promised('a refund in full states what was given back, and books that once', ['automatic'], async (b) => {
    const charge = await b.captured();
    const refund = b.refundOf(charge);
    const { amount, currency } = refund;
    const approved = { outcome: 'approved', amount, currency, captured: amount };
    expect(await b.refunded(refund)).toMatchObject(approved);
    expect(await b.findRefund(refund)).toMatchObject(approved);
    for (const keyNumber of [1, 2]) {
      const { outcome } = await b.refunded({ ...refund, keyNumber });
      expect(outcome).toBe('approved');
    }
    expect(await b.booked(charge)).toEqual({ captured: amount, refunded: amount, reversed: 0 });
  });

  promised(
    'refunds in part add up to what was captured, and no further',
    ['automatic', 'partialRefunds'],
    async (b) => {
      const charge = await b.captured();
      const { min: least = 1 } = b.connector.sheet.refundLimits?.[charge.currency] ?? {};
      for (const amount of [least, 1_999, charge.amount - 1_999 - least])
        expect(await b.refunded(b.refundOf(charge, amount))).toMatchObject({ outcome: 'approved', captured: amount });
      const more = b.refundOf(charge, least);
      expect(await b.refunded(more)).toMatchObject({ outcome: 'declined', reason: 'refund_exceeds_captured' });
      expect(['declined', 'not_found']).toContain((await b.findRefund(more)).outcome);
      expect(await b.taken(charge)).toBe(0);
      await b.expectAgreement(charge);
    },
  );

  promised('a refund of more than was captured gives nothing back', ['automatic'], async (b) => {
    const charge = await b.captured();
    const refund = b.refundOf(charge, charge.amount + 1);
    expect(await b.refunded(refund)).toMatchObject({ outcome: 'declined', reason: 'refund_exceeds_captured' });
    expect(await b.taken(charge)).toBe(charge.amount);
    expect(await b.refunded(b.refundOf(charge))).toMatchObject({ outcome: 'approved' });
  });

  promised('a refund sent five times at once is one refund', ['automatic'], async (b) => {
    const charge = await b.captured();
    const refund = b.refundOf(charge, b.connector.sheet.partialRefunds ? 1_000 : charge.amount);
    await Promise.all(Array.from({ length: 5 }, () => b.connector.refund(refund)));
    expect(await b.findRefund(refund)).toMatchObject({ outcome: 'approved', captured: refund.amount });
    expect((await b.booked(charge)).refunded).toBe(refund.amount);
  });

  promised(
    'a reference of a refund that is used for another amount gives back once',
    ['automatic', 'partialRefunds'],
    async (b) => {
      const charge = await b.captured();
      const refund = b.refundOf(charge, 700);
      expect(await b.refunded(refund)).toMatchObject({ outcome: 'approved' });
      for (const keyNumber of [1, 2]) await b.connector.refund({ ...refund, amount: 800, keyNumber });
      expect((await b.booked(charge)).refunded).toBe(700);
      expect(await b.findRefund(refund)).toMatchObject({ outcome: 'approved', captured: 700 });
    },
  );

  promised('refunds at once never give back more than was captured', ['automatic', 'partialRefunds'], async (b) => {
    const charge = await b.captured({ amount: 1_000 });
    const refunds = Array.from({ length: 6 }, () => b.refundOf(charge, 300));
    await Promise.all(refunds.map((refund) => b.connector.refund(refund)));
    const ended = await Promise.all(refunds.map((refund) => b.findRefund(refund)));
    const approved = ended.filter(({ outcome }) => outcome === 'approved').length;
    expect([approved, (await b.booked(charge)).refunded]).toEqual([3, 900]);
  });

  promised('a refund that was never sent is not found', ['automatic'], async (b) => {
    const charge = await b.captured();
    const refund = b.refundOf(charge);
    for (let time = 0; time < 2; time++) expect(await b.connector.findRefund(refund)).toEqual({ outcome: 'not_found' });
    expect(await b.refunded(refund)).toMatchObject({ outcome: 'approved' });
  });

  promised('a refund of an unknown charge gives nothing back', [], async (b) => {
    const result = await b.refunded(b.refundOf(b.chargeOf()));
    if (result.outcome !== 'unknown') expect(result).toMatchObject({ outcome: 'declined', reason: 'charge_not_found' });
  });

  promised('a refund of a charge that is only authorised gives nothing back', ['manual'], async (b) => {
    const charge = await b.authorised();
    expect((await b.refunded(b.refundOf(charge))).outcome).not.toBe('approved');
    expect((await b.booked(charge)).refunded).toBe(0);
    expect(await b.find(charge)).toMatchObject({ outcome: 'approved', captured: 0 });
  });

  promised('a refund that the acquirer declines stays declined', ['refundDeclined'], async (b) => {
    const charge = await b.captured({ instrument: b.instruments.refundDeclined! });
    const refund = b.refundOf(charge);
    const declined = { outcome: 'declined', reason: 'refund_declined', description: expect.stringMatching(/\w/) };
    expect(await b.refunded(refund)).toMatchObject(declined);
    expect(await b.findRefund(refund)).toMatchObject(declined);
    expect(await b.taken(charge)).toBe(charge.amount);
  });

  promised('a refund after the time limit is declined', ['automatic', 'refundLimit'], async (b) => {
    const charge = await b.captured();
    await b.world.age!(charge.reference, b.connector.sheet.refundableMs! + 60_000);
    expect((await b.refunded(b.refundOf(charge))).outcome).toBe('declined');
    expect(await b.taken(charge)).toBe(charge.amount);
  });

  promised('a closed reference of a refund gives nothing back', ['automatic', 'closesRefunds'], async (b) => {
    const charge = await b.captured();
    const refund = b.refundOf(charge);
    for (let time = 0; time < 2; time++)
      expect(await b.connector.closeRefund!(refund)).toMatchObject({ outcome: 'cancelled' });
    expect((await b.connector.refund(refund)).outcome).not.toBe('approved');
    expect((await b.findRefund(refund)).outcome).not.toBe('approved');
    expect(await b.taken(charge)).toBe(charge.amount);
  });

  promised('the close of a refund that was made returns it', ['automatic', 'closesRefunds'], async (b) => {
    const charge = await b.captured();
    const refund = b.refundOf(charge);
    await b.refunded(refund);
    expect(await b.connector.closeRefund!(refund)).toMatchObject({ outcome: 'approved', captured: refund.amount });
    expect((await b.booked(charge)).refunded).toBe(refund.amount);
  });

  promised('a refund that the acquirer takes back is found as declined', ['automatic'], async (b) => {
    const charge = await b.captured();
    const refund = b.refundOf(charge);
    expect(await b.refunded(refund)).toMatchObject({ outcome: 'approved' });
    await b.world.takeBack(refund.reference);
    expect(await b.findRefund(refund)).toMatchObject({ outcome: 'declined', reason: 'refund_declined' });
    expect(await b.taken(charge)).toBe(charge.amount);
    await b.expectAgreement(charge);
  });

  promised('a find states what was refunded elsewhere, if it states that', ['automatic'], async (b) => {
    const charge = await b.captured();
    await b.world.refundElsewhere(charge.reference, 900);
    const { captured, refunded } = await b.approval(charge);
    expect([captured, refunded ?? 900]).toEqual([charge.amount, 900]);
  });

  promised('a find states what is disputed, if it states that', ['automatic', 'disputes'], async (b) => {
    const charge = await b.captured();
    await b.world.dispute(charge.reference, 600);
    const { captured, disputed } = await b.approval(charge);
    expect([captured, disputed ?? 600]).toEqual([charge.amount, 600]);
  });
}
