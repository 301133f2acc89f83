import { describe, expect, it } from '@jest/globals';
import {
  callBoth,
  here,
  ledger,
  order,
  refundOf,
  there,
  upi,
  witness,
} from '../../../../test/support/simulated-bank.js';

describe('concurrent calls', () => {
  it('50 charges of one reference are one charge with one result', async () => {
    const request = order(upi('success'));
    const results = await callBoth(50, (bank) => bank.charge(request));
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(results[0]).toMatchObject({ outcome: 'approved' });
    expect(await ledger(request.reference)).toEqual(['capture 500']);
    const text = 'SELECT charge_calls FROM simulated_bank.charges WHERE reference = $1';
    expect((await witness.query(text, [request.reference])).rows).toEqual([{ charge_calls: 50 }]);
  });

  it('a charge is captured or voided, never both', async () => {
    for (let round = 0; round < 25; round++) {
      const request = order(upi('success'), 'manual');
      await here.charge(request);
      const [captured, cancelled] = await Promise.all([
        here.capture(request.reference, 300),
        there.cancel(request.reference),
        there.capture(request.reference, 300),
        here.cancel(request.reference),
      ]);
      const taken = captured.outcome === 'approved';
      expect(cancelled.outcome).toBe(taken ? 'approved' : 'cancelled');
      expect(await here.findCapture(request.reference)).toMatchObject({ outcome: taken ? 'approved' : 'not_found' });
      expect(await ledger(request.reference)).toEqual(taken ? ['capture 300'] : []);
    }
  });

  it('of two captures of different amounts one succeeds', async () => {
    for (let round = 0; round < 10; round++) {
      const request = order(upi('success'), 'manual');
      await here.charge(request);
      const results = await callBoth(6, (bank, index) => bank.capture(request.reference, 100 + (index % 2) * 100));
      expect(results.filter(({ outcome }) => outcome === 'approved')).toHaveLength(3);
      expect(await ledger(request.reference)).toHaveLength(1);
    }
  });

  it('a reference is charged or closed, whichever comes first', async () => {
    for (let round = 0; round < 25; round++) {
      const request = order(upi('success'));
      const [charged, cancelled] = await Promise.all([here.charge(request), there.cancel(request.reference)]);
      expect(cancelled.outcome).toBe(charged.outcome);
      expect(await ledger(request.reference)).toEqual(charged.outcome === 'approved' ? ['capture 500'] : []);
    }
  });

  it('64 refunds at once never exceed what was captured', async () => {
    const request = order(upi('success'));
    await here.charge(request);
    const results = await callBoth(64, (bank) => bank.refund(refundOf(request, 30)));
    expect(results.filter(({ outcome }) => outcome === 'approved')).toHaveLength(16);
    expect(results.filter((result) => 'reason' in result && result.reason === 'refund_exceeds_captured')).toHaveLength(
      48,
    );
    expect(await ledger(request.reference)).toHaveLength(17);
  });

  it('one refund reference is refunded once, or closed', async () => {
    const request = order(upi('success'));
    await here.charge(request);
    for (let round = 0; round < 15; round++) {
      const refund = refundOf(request, 30);
      const both = await callBoth(8, (bank) => bank.refund(refund));
      expect(new Set(both.map((result) => JSON.stringify(result))).size).toBe(1);
      const late = refundOf(request, 1);
      const [refunded, closed] = await Promise.all([here.refund(late), there.cancelRefund(late.reference)]);
      expect([refunded.outcome, closed.outcome]).toEqual(
        closed.outcome === 'cancelled' ? ['declined', 'cancelled'] : ['approved', 'approved'],
      );
    }
    const entries = (await ledger(request.reference)).filter((entry) => entry === 'refund -30');
    expect(entries).toHaveLength(15);
  });

  it('a reversal returns what refunds have not returned, once', async () => {
    for (let round = 0; round < 15; round++) {
      const request = order(upi('success'), round % 3 ? 'automatic' : 'manual');
      await here.charge(request);
      await callBoth<unknown>(9, (bank, index) =>
        index % 3 === 2 ? bank.reverse(request.reference) : bank.refund(refundOf(request, 40)),
      );
      const entries = await ledger(request.reference);
      expect(entries.reduce((sum, entry) => sum + Number(entry.split(' ')[1]), 0)).toBe(0);
      expect(entries.filter((entry) => entry.startsWith('reversal'))).toHaveLength(round % 3 ? 1 : 0);
      expect(await there.reverse(request.reference)).toMatchObject({ outcome: 'cancelled', proof: 'no_charge' });
      expect(await here.capture(request.reference, 1)).toMatchObject({ outcome: 'declined' });
    }
  });
});
