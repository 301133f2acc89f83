import { expect } from '@jest/globals';
import type { ChargeRequest } from '../../../src/acquiring/connectors/connector.js';
import type { AmountLimits } from '../../../src/acquiring/connectors/sheet.js';
import { exponentOf } from '../../../src/platform/currency.js';
import { isPageAddress } from '../../../src/acquiring/connectors/page-address.js';
import { FULL } from '../full.js';
import type { Harness } from './harness.js';
import type { Promised } from './promises.js';

/** The smallest and the largest amount of an order that an acquirer without limits is tried with. */
const NO_LIMITS: AmountLimits = { min: 1, max: 1_000_000_000 };

/** Currencies that are tried at the same time. */
const MAX_AT_ONCE = 16;

const NOTHING = { captured: 0, refunded: 0, reversed: 0 };
const times = <T>(count: number, run: () => Promise<T>) => Promise.all(Array.from({ length: count }, run));

/** Charges with a token. */
export function chargePromises(promised: Promised, { minimum }: Harness): void {
  promised('an approval states amount, currency and what was captured, and books that once', ['charge'], async (b) => {
    const charge = b.chargeOf({ amount: 4_990 });
    const result = await b.connector.charge!(charge);
    const { amount, currency } = charge;
    const captured = charge.capture === 'automatic' ? amount : 0;
    const stated = { outcome: 'approved', amount, currency, captured, connectorReference: expect.stringMatching(/./) };
    expect(result).toMatchObject(stated);
    expect(await b.connector.findCharge(charge)).toMatchObject({ ...result });
    expect(await b.booked(charge)).toEqual({ ...NOTHING, captured });
  });

  promised('manual capture only authorises', ['charge', 'manual'], async (b) => {
    const charge = b.chargeOf({ capture: 'manual' });
    expect(await b.connector.charge!(charge)).toMatchObject({ outcome: 'approved', amount: 5_000, captured: 0 });
    expect(await b.approval(charge)).toMatchObject({ captured: 0 });
    expect(await b.booked(charge)).toEqual(NOTHING);
  });

  promised('a decline has the mapped reason and a description, and stays one', ['charge'], async (b) => {
    expect(b.instruments.declined.length).toBeGreaterThan(0);
    for (const { token, reason } of b.instruments.declined) {
      const charge = b.chargeOf({ instrument: token });
      const declined = { outcome: 'declined', reason, description: expect.stringMatching(/\w/) };
      expect(await b.connector.charge!(charge)).toMatchObject(declined);
      expect(await b.connector.findCharge(charge)).toMatchObject(declined);
      expect(await b.connector.charge!({ ...charge, keyNumber: 2 })).toMatchObject(declined);
      expect(await b.booked(charge)).toEqual(NOTHING);
    }
  });

  promised('every amount within the limits is approved as it is', [], async (b) => {
    const { limits, currencies } = b.connector.sheet;
    const limitsOf = (currency: string): Required<AmountLimits> => {
      const { min, max, multipleOf = 1 } = limits[currency] ?? NO_LIMITS;
      return { min: Math.max(min, minimum?.(currency) ?? 0), max, multipleOf };
    };
    const approve = async (currency: string) => {
      const { min, max, multipleOf: step } = limitsOf(currency);
      for (const amount of [min, min + step, max - step, max]) {
        const charge = await b.approved({ amount, currency });
        expect(await b.approval(charge)).toMatchObject({ amount, currency });
        expect(await b.taken(charge)).toBe(charge.capture === 'automatic' ? amount : 0);
      }
    };
    const all = currencies ?? ['INR', 'USD', 'JPY', 'KWD'];
    // One currency of each number of decimals and limits; every one with `npm run test:full`.
    const kinds = new Map(all.map((one) => [JSON.stringify([exponentOf(one), limitsOf(one)]), one]));
    const left = FULL ? [...all] : [...kinds.values()];
    while (left.length > 0) await Promise.all(left.splice(0, MAX_AT_ONCE).map(approve));
  });

  promised('sent again, one after the other or at once, a charge is one charge', ['charge'], async (b) => {
    const charge = b.chargeOf();
    const results = await times(5, () => b.connector.charge!(charge));
    results.push(await b.connector.charge!(charge), await b.connector.charge!({ ...charge, keyNumber: 2 }));
    const { connectorReference, captured } = await b.approval(charge);
    for (const result of results) {
      if (result.outcome === 'unknown') expect(result.refused).toBe(true);
      else expect(result).toMatchObject({ outcome: 'approved', connectorReference });
    }
    expect(await b.booked(charge)).toEqual({ ...NOTHING, captured });
  });

  promised('a reference that was never sent is not found, and a find makes nothing of it', ['charge'], async (b) => {
    const charge = b.chargeOf();
    for (let time = 0; time < 2; time++) expect(await b.connector.findCharge(charge)).toEqual({ outcome: 'not_found' });
    await b.connector.charge!(charge);
    expect((await b.find(charge)).outcome).toBe('approved');
  });

  promised('a pending charge is found when the acquirer has decided, and booked once', ['pending'], async (b) => {
    const charge = b.chargeOf({ instrument: b.instruments.pending! });
    const pending = { outcome: 'pending', retryAfterMs: expect.any(Number) };
    expect(await b.connector.charge!(charge)).toMatchObject(pending);
    expect(await b.connector.findCharge(charge)).toMatchObject(pending);
    expect(await b.booked(charge)).toEqual(NOTHING);
    await b.world.decide(charge.reference);
    expect(await b.find(charge)).toMatchObject({ outcome: 'approved', amount: charge.amount });
    await b.connector.charge!(charge);
    await b.expectAgreement(charge);
  });

  promised('the right OTP approves; a wrong one leaves fewer attempts; the last one declines', ['otp'], async (b) => {
    const { token, right } = b.instruments.otp!;
    const wrong = { otp: right === '000000' ? '111111' : '000000' };
    const asked = async () => {
      const charge = b.chargeOf({ instrument: token });
      const result = await b.connector.charge!(charge);
      if (result.outcome !== 'requires_action' || result.action.type !== 'otp') throw new Error(result.outcome);
      return { charge, attempts: result.action.attemptsLeft };
    };
    const { charge, attempts } = await asked();
    const fewer = { outcome: 'requires_action', action: { type: 'otp', attemptsLeft: attempts - 1 } };
    expect(await b.connector.submitAction!(charge, wrong)).toMatchObject(fewer);
    expect(await b.connector.findCharge(charge)).toMatchObject(fewer);
    expect(await b.booked(charge)).toEqual(NOTHING);
    for (let time = 0; time < 2; time++)
      expect(await b.connector.submitAction!(charge, { otp: right })).toMatchObject({ outcome: 'approved' });
    await b.expectAgreement(charge);

    const { charge: failed } = await asked();
    for (let time = 0; time < attempts; time++) await b.connector.submitAction!(failed, wrong);
    expect(await b.connector.submitAction!(failed, { otp: right })).toMatchObject({ outcome: 'declined' });
    expect(await b.find(failed)).toMatchObject({ outcome: 'declined', reason: 'otp_failed' });
    expect(await b.booked(failed)).toEqual(NOTHING);
  });

  promised('an approval in the UPI app ends the charge, and so does a refusal', ['upiApprove'], async (b) => {
    const asked = async (approve: boolean) => {
      const charge = b.chargeOf({ instrument: b.instruments.upiApprove! });
      const action = { type: 'upi_approve', upiLink: expect.stringMatching(/^upi:\/\/pay\?/) };
      expect(await b.connector.charge!(charge)).toMatchObject({ outcome: 'requires_action', action });
      const results = await times(2, () => b.connector.submitAction!(charge, { approve }));
      for (const { outcome } of results) expect(outcome).toBe(approve ? 'approved' : 'declined');
      await b.expectAgreement(charge);
      return charge;
    };
    expect(await b.find(await asked(true))).toMatchObject({ outcome: 'approved' });
    expect(await b.find(await asked(false))).toMatchObject({ outcome: 'declined', reason: 'upi_rejected' });
  });

  promised('a submission for a reference that was never charged makes no charge', ['otp'], async (b) => {
    const charge = b.chargeOf();
    const { outcome } = await b.connector.submitAction!(charge, { otp: b.instruments.otp!.right });
    expect(['not_found', 'unknown']).toContain(outcome);
    expect((await b.find(charge)).outcome).toBe('not_found');
  });

  promised('a step-up has one address, on a host of the sheet; passed it is approved', ['challenge'], async (b) => {
    const { charge, url } = await stepUp(b);
    expect(isPageAddress(b.connector.sheet, url)).toBe(true);
    const same = { outcome: 'requires_action', action: { type: 'redirect', url } };
    expect(await b.connector.charge!(charge)).toMatchObject(same);
    expect(await b.connector.findCharge(charge)).toMatchObject(same);
    expect(await b.booked(charge)).toEqual(NOTHING);
    await b.world.shopper(url).stepUp('pass');
    expect(await b.find(charge)).toMatchObject({ outcome: 'approved', amount: charge.amount });
    await b.expectAgreement(charge);
  });

  promised('a failed step-up declines the reference for good', ['challenge'], async (b) => {
    const { charge, url } = await stepUp(b);
    await b.world.shopper(url).stepUp('fail');
    expect(await b.find(charge)).toMatchObject({ outcome: 'declined', reason: 'authentication_failed' });
    await b.world
      .shopper(url)
      .stepUp('pass')
      .catch(() => undefined);
    expect(await b.find(charge)).toMatchObject({ outcome: 'declined' });
    expect(await b.booked(charge)).toEqual(NOTHING);
  });

  promised('a step-up that is closed while it is open proves nothing, and may still land', ['challenge'], async (b) => {
    const { charge, url } = await stepUp(b);
    await b.world.shopper(url).stepUp('leave');
    expect(await b.connector.cancel(charge)).toEqual({ outcome: 'cancelled', proven: false });
    await b.world.land(charge.reference);
    expect(await b.find(charge)).toMatchObject({ outcome: 'approved' });
    await b.reversed(charge);
    expect(await b.taken(charge)).toBe(0);
  });

  promised('a token is the same for every number that ends alike, so that it holds none', ['raw_card'], async (b) => {
    const card = { network: 'visa', expiryMonth: 12, expiryYear: 2040, cvv: '123', holderName: 'Asha Rao' };
    const tokens = numbersLike('4111', '1111').map((number) => b.connector.tokenizeCard!({ ...card, number }));
    expect(new Set(tokens).size).toBe(1);
    const number = '4111111111111111';
    const others = { expiryMonth: 1, expiryYear: 2041, cvv: '987', holderName: 'Vikram Shah' };
    expect(b.connector.tokenizeCard!({ ...card, number, ...others })).toBe(
      b.connector.tokenizeCard!({ ...card, number }),
    );
  });

  promised('no call sends a card number', ['raw_card', 'charge'], async (b) => {
    const number = '4111111111111111';
    const card = { number, network: 'visa', expiryMonth: 12, expiryYear: 2040, cvv: '917', holderName: 'Asha Rao' };
    b.wire.requests = [];
    const charge = await b.captured({ instrument: b.connector.tokenizeCard!(card) });
    await b.refunded(b.refundOf(charge));
    const sent = JSON.stringify(b.wire.requests);
    for (const encoded of [number, 'Asha Rao', Buffer.from(number).toString('base64').slice(0, 20)])
      expect(sent).not.toContain(encoded);
    expect(b.wire.requests.length).toBeGreaterThan(2);
  });
}

type Bench = Parameters<Parameters<Promised>[2]>[0];

async function stepUp(b: Bench): Promise<{ charge: ChargeRequest; url: string }> {
  const charge = b.chargeOf({ instrument: b.instruments.challenge! });
  const result = await b.connector.charge!(charge);
  if (result.outcome !== 'requires_action' || result.action.type !== 'redirect') throw new Error(result.outcome);
  return { charge, url: result.action.url };
}

/** Valid card numbers with this begin and this end. */
function numbersLike(begin: string, end: string): string[] {
  const middles = Array.from({ length: 2_000 }, (_, index) =>
    String(index * 49_999)
      .padStart(8, '0')
      .slice(-8),
  );
  return middles.map((middle) => begin + middle + end).filter(passesLuhn);
}

function passesLuhn(number: string): boolean {
  const digits = [...number].reverse().map((digit, index) => Number(digit) * (index % 2 === 0 ? 1 : 2));
  return digits.reduce((sum, digit) => sum + (digit > 9 ? digit - 9 : digit), 0) % 10 === 0;
}
