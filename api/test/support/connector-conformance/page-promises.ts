import { expect } from '@jest/globals';
import { isPageAddress } from '../../../src/acquiring/connectors/page-address.js';
import type { Promised } from './promises.js';

const NOTHING = { captured: 0, refunded: 0, reversed: 0 };

/** Pages of the acquirer. */
export function pagePromises(promised: Promised): void {
  promised(
    'a page is harmless: made again or at once it is the same page, and it books nothing',
    ['redirect'],
    async (b) => {
      const page = b.pageOf();
      const results = await Promise.all([1, 2, 3].map(() => b.connector.prepare!(page)));
      results.push(await b.connector.prepare!(page));
      if (b.connector.sheet.finds === 'reference') results.push(await b.connector.prepare!({ ...page, keyNumber: 2 }));
      const urls = results.map((result) =>
        result.outcome === 'requires_action' && result.action.type === 'redirect' ? result.action.url : result.outcome,
      );
      expect(new Set(urls).size).toBe(1);
      expect([urls[0], isPageAddress(b.connector.sheet, urls[0]!)]).toEqual([urls[0], true]);
      const [first] = results;
      const known = { ...page, providerId: (first as { connectorReference?: string }).connectorReference ?? null };
      expect(await b.connector.findCharge(known)).toMatchObject({ outcome: 'requires_action' });
      expect(await b.booked(page)).toEqual(NOTHING);
    },
  );

  promised('paid, it is an approved charge with the amount and the method', ['redirect', 'automatic'], async (b) => {
    const { page, shopper } = await b.page({ amount: 7_250, capture: 'automatic' });
    await shopper.pay();
    await shopper.pay().catch(() => undefined);
    const found = await b.approval(page);
    expect(found).toMatchObject({ amount: 7_250, currency: page.currency, captured: 7_250 });
    expect(b.connector.sheet.methods).toContain(found.method);
    expect(await b.booked(page)).toEqual({ ...NOTHING, captured: 7_250 });
  });

  promised('paid under manual capture, it is only authorised', ['redirect', 'manual'], async (b) => {
    const { page, shopper } = await b.page({ capture: 'manual' });
    await shopper.pay();
    expect(await b.approval(page)).toMatchObject({ amount: page.amount, captured: 0 });
    expect(await b.booked(page)).toEqual(NOTHING);
  });

  promised('a declined card on it is no end: another card can pay', ['redirect', 'automatic'], async (b) => {
    const { page, shopper } = await b.page({ capture: 'automatic' });
    await shopper.payDeclined();
    expect((await b.find(page)).outcome).toBe('requires_action');
    await shopper.pay();
    expect(await b.approval(page)).toMatchObject({ captured: page.amount });
  });

  promised('closed unused it is proven, and can never be paid', ['redirect', 'closes', 'provesUnused'], async (b) => {
    const { page, shopper } = await b.page();
    const proven = { outcome: 'cancelled', proven: true };
    for (let time = 0; time < 2; time++) expect(await b.connector.cancel(page)).toEqual(proven);
    expect(await b.find(page)).toMatchObject(proven);
    await shopper.pay().catch(() => undefined);
    expect(await b.booked(page)).toEqual(NOTHING);
    expect(await b.find(page)).toMatchObject(proven);
  });

  promised('closed after a card was declined, it is never paid', ['redirect', 'closes'], async (b) => {
    const { page, shopper } = await b.page();
    await shopper.payDeclined();
    expect(await b.connector.cancel(page)).toMatchObject({ outcome: 'cancelled' });
    await shopper.pay().catch(() => undefined);
    expect(await b.booked(page)).toEqual(NOTHING);
  });

  promised(
    'closed with an attempt begun, it is proven only if that can never land',
    ['redirect', 'closes', 'lands'],
    async (b) => {
      const { page, shopper } = await b.page({ capture: b.connector.sheet.captureModes[0]! });
      await shopper.begin();
      expect((await b.find(page)).outcome).toBe('requires_action');
      const closed = await b.connector.cancel(page);
      expect(closed.outcome).toBe('cancelled');
      expect(await b.connector.cancel(page)).toEqual(closed);
      expect(await b.find(page)).toMatchObject(closed);
      await b.world.land(page.reference);
      const isProven = closed.outcome === 'cancelled' && closed.proven;
      expect(await b.find(page)).toMatchObject(isProven ? closed : { outcome: 'approved', amount: page.amount });
      if (isProven) expect(await b.taken(page)).toBe(0);
      await b.expectAgreement(page);
    },
  );

  promised('what lands after a reversal is given back by the next one', ['redirect', 'closes', 'lands'], async (b) => {
    const { page, shopper } = await b.page();
    await shopper.begin();
    const reversed = await b.reversed(page);
    expect(reversed.outcome).toBe('cancelled');
    await b.world.land(page.reference);
    if (reversed.outcome === 'cancelled' && reversed.proven) return expect(await b.taken(page)).toBe(0);
    const landed = await b.known(page);
    expect(await b.reversed({ ...landed, keyNumber: 2 })).toMatchObject({ outcome: 'cancelled' });
    expect((await b.find(landed)).outcome).not.toBe('approved');
    expect(await b.taken(page)).toBe(0);
  });

  promised('a close that is too late returns the charge', ['redirect', 'closes', 'automatic'], async (b) => {
    const { page, shopper } = await b.page({ capture: 'automatic' });
    await shopper.pay();
    expect(await b.connector.cancel(page)).toMatchObject({ outcome: 'approved', captured: page.amount });
    await b.expectAgreement(page);
  });

  promised(
    'a page of a closed reference takes no money',
    ['redirect', 'closes', 'references', 'closesUnsent'],
    async (b) => {
      const page = b.pageOf();
      expect(await b.connector.cancel(page)).toMatchObject({ outcome: 'cancelled' });
      const result = await b.connector.prepare!(page);
      if (result.outcome === 'requires_action' && result.action.type === 'redirect')
        await b.world
          .shopper(result.action.url)
          .pay()
          .catch(() => undefined);
      expect(await b.booked(page)).toEqual(NOTHING);
    },
  );

  promised('paid and closed at the same moment, it is one of them', ['redirect', 'closes', 'automatic'], async (b) => {
    for (let round = 0; round < 8; round++) {
      const { page, shopper } = await b.page({ capture: 'automatic' });
      const [, closed] = await Promise.all([shopper.pay().catch(() => undefined), b.connector.cancel(page)]);
      const { captured } = await b.booked(page);
      if (closed.outcome === 'cancelled' && closed.proven) expect(captured).toBe(0);
      if (closed.outcome === 'approved') expect(captured).toBe(page.amount);
      await b.expectAgreement(page);
    }
  });
}
