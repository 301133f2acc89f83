import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type {
  Approved,
  ChargeRef,
  ChargeRequest,
  ChargeResult,
  Connector,
  NotFound,
  PageRequest,
  RefundRequest,
  RefundResult,
  ReverseResult,
} from '../../../src/acquiring/connectors/connector.js';
import { withDeadlines } from '../../../src/acquiring/connectors/deadline.js';
import type { Booked, Harness, Instruments, Opened, Shopper, World } from './harness.js';
import { Wire } from './wire.js';

/** Long enough for every call on a busy machine. */
const PATIENT_MS = 20_000;
/** The limit of a connector whose calls are to time out. */
export const HASTY_MS = 400;
const RETURN_URL = 'http://127.0.0.1:3001/checkout/return';
const PAGE_LIFE_MS = 3_600_000;
const MAX_WAIT_MS = 200;

const newReference = (prefix: string) => `${prefix}_${randomBytes(8).toString('hex')}`;

export interface Wish {
  capture?: ChargeRef['capture'];
  amount?: number;
  currency?: string;
  instrument?: string;
}

/** One connector under test, with its acquirer. A case makes references of its own. */
export class Bench {
  private constructor(
    private readonly harness: Harness,
    readonly world: World,
    readonly wire: Wire,
    /** The connector as the gateway uses it: it always returns a result. */
    readonly connector: Connector,
    readonly hasty: Connector,
    /** The same acquirer, with the key of another account. */
    readonly other: Connector,
    private readonly opened: readonly Opened[],
  ) {}

  static async open(harness: Harness): Promise<Bench> {
    const world = await harness.open();
    const wire = await Wire.to(world.url, world.seen);
    const opened = [
      harness.connect({ url: wire.url, key: world.key, deadlineMs: PATIENT_MS }),
      harness.connect({ url: wire.url, key: world.key, deadlineMs: HASTY_MS }),
      harness.connect({ url: wire.url, key: world.otherKey, deadlineMs: PATIENT_MS }),
    ] as const;
    const [connector, hasty, other] = opened.map((one) => limited(one.connector)) as [Connector, Connector, Connector];
    return new Bench(harness, world, wire, connector, hasty, other, opened);
  }

  async close(): Promise<void> {
    await Promise.all(this.opened.map((one) => one.close()));
    await this.wire.stop();
    await this.world.close();
  }

  /** Ends the fault, and waits until the acquirer has carried out what has reached it. */
  async healed(): Promise<void> {
    await this.wire.heal();
    await this.world.settled?.();
  }

  get instruments(): Instruments {
    if (!this.harness.instruments) throw new Error('The harness has no instruments');
    return this.harness.instruments;
  }

  /** A new charge that no call has named yet. */
  chargeOf({ capture, amount = 5_000, currency, instrument }: Wish = {}): ChargeRequest {
    const { captureModes, currencies } = this.connector.sheet;
    return {
      ...{ reference: newReference('chg'), providerId: null, merchantId: 'merchant_1', amount, keyNumber: 1 },
      currency: currency ?? currencies?.[0] ?? 'INR',
      capture: capture ?? captureModes[0] ?? 'automatic',
      instrument: instrument ?? this.harness.instruments?.approved ?? '',
      returnUrl: RETURN_URL,
    };
  }

  /** As it is stored once the acquirer has stated its id; the id belongs to nothing. */
  strange<Ref extends { providerId: string | null }>(ref: Ref, of: 'charge' | 'page' | 'refund'): Ref {
    return this.connector.sheet.finds === 'id' ? { ...ref, providerId: this.harness.strangeId!(of) } : ref;
  }

  pageOf(wish: Wish = {}): PageRequest {
    const { instrument: _, ...charge } = this.chargeOf(wish);
    const expiresAt = new Date(Date.now() + PAGE_LIFE_MS).toISOString();
    return { ...charge, merchantLabel: 'Chai & Co', methods: this.connector.sheet.methods, expiresAt };
  }

  refundOf(charge: ChargeRef, amount = charge.amount): RefundRequest {
    const { reference, providerId, merchantId, currency } = charge;
    return {
      ...{ reference: newReference('rfnd'), providerId: null, merchantId, amount, currency, keyNumber: 1 },
      charge: { reference, providerId },
    };
  }

  /** A new page, its address and a shopper on it. */
  async page(wish: Wish = {}): Promise<{ page: PageRequest; url: string; shopper: Shopper }> {
    const page = this.pageOf(wish);
    const result = await this.connector.prepare!(page);
    if (result.outcome !== 'requires_action' || result.action.type !== 'redirect')
      throw new Error(`No page: ${JSON.stringify(result)}`);
    const known = { ...page, providerId: result.connectorReference ?? null };
    return { page: known, url: result.action.url, shopper: this.world.shopper(result.action.url) };
  }

  /** An approved charge, with the token that is approved or on a page. */
  async approved(wish: Wish = {}): Promise<ChargeRef> {
    if (!this.connector.charge) {
      const { page, shopper } = await this.page(wish);
      await shopper.pay();
      return this.known(page);
    }
    const charge = this.chargeOf(wish);
    await this.connector.charge(charge);
    return this.known(charge);
  }

  authorised(wish: Wish = {}): Promise<ChargeRef> {
    return this.approved({ ...wish, capture: 'manual' });
  }

  captured(wish: Wish = {}): Promise<ChargeRef> {
    return this.approved({ ...wish, capture: 'automatic' });
  }

  /** The charge with the acquirer's id, as it is stored once a result has stated it. */
  async known<Ref extends ChargeRef>(charge: Ref): Promise<Ref> {
    const { connectorReference } = await this.approval(charge);
    return { ...charge, providerId: connectorReference };
  }

  find(charge: ChargeRef): Promise<ChargeResult | NotFound> {
    return settled(() => this.connector.findCharge(charge));
  }

  findRefund(refund: RefundRequest): Promise<RefundResult | NotFound> {
    return settled(() => this.connector.findRefund(refund));
  }

  /** Refunds, and waits for the result. A repeat of a request whose response was kept does not tell it. */
  async refunded(refund: RefundRequest, connector = this.connector): Promise<RefundResult | NotFound> {
    const result = await connector.refund(refund);
    return result.outcome === 'pending' ? this.findRefund(refund) : result;
  }

  /** Gives a charge back, and waits for the result. */
  reversed(charge: ChargeRef): Promise<ReverseResult> {
    return settled(() => this.connector.reverse(charge));
  }

  async approval(charge: ChargeRef): Promise<Approved> {
    const found = await this.find(charge);
    if (found.outcome !== 'approved') throw new Error(`${charge.reference} is ${JSON.stringify(found)}`);
    return found;
  }

  booked({ reference }: ChargeRef): Promise<Booked> {
    return this.world.booked(reference);
  }

  /** What the shopper has paid and not got back, by the acquirer's record. */
  async taken(charge: ChargeRef): Promise<number> {
    const { captured, refunded, reversed } = await this.booked(charge);
    return captured - refunded - reversed;
  }

  /** The find and the acquirer's record state the same, and the money was booked at most once. */
  async expectAgreement(charge: ChargeRef): Promise<void> {
    const [found, booked] = [await this.find(charge), await this.booked(charge)];
    expect(booked.captured).toBeLessThanOrEqual(charge.amount);
    expect(booked.refunded + booked.reversed).toBeLessThanOrEqual(booked.captured);
    if (found.outcome === 'approved') {
      expect([found.captured, booked.reversed]).toEqual([booked.captured, 0]);
      if (found.refunded !== undefined) expect(found.refunded).toBe(booked.refunded);
    } else {
      expect([found.outcome, booked.captured - booked.refunded - booked.reversed]).toEqual([found.outcome, 0]);
    }
  }
}

const limited = (connector: Connector) => withDeadlines(connector, { failed: () => undefined, ended: () => undefined });

export async function settled<Result extends { outcome: string }>(find: () => Promise<Result>): Promise<Result> {
  for (;;) {
    const result = await find();
    if (result.outcome !== 'pending') return result;
    const { retryAfterMs } = result as unknown as { retryAfterMs: number };
    await pause(Math.min(retryAfterMs, MAX_WAIT_MS));
  }
}
