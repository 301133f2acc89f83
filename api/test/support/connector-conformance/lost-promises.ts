import { expect } from '@jest/globals';
import type { Bench } from './bench.js';
import { HASTY_MS, settled } from './bench.js';
import type { Need, Promised } from './promises.js';
import type { Connector } from '../../../src/acquiring/connectors/connector.js';

interface Found {
  outcome: string;
  captured?: number;
}

interface Subject {
  send(connector: Connector): Promise<Found>;
  find(): Promise<Found>;
  /** It cannot be found yet, and that harms nothing. */
  isHidden?(): boolean;
}

/** A call that changes something, on a subject of its own. */
interface Mutation {
  needs: readonly Need[];
  begin(b: Bench): Promise<Subject>;
  /** The find before and after its effect, the result of a call that is carried out, and the money that it moves. */
  before: Found;
  after: Found;
  result: string;
  moved: number;
}

const AMOUNT = 5_000;

const MUTATIONS: Record<string, Mutation> = {
  charge: {
    needs: ['charge', 'automatic'],
    async begin(b) {
      const charge = b.chargeOf({ capture: 'automatic' });
      return about(b, charge, (connector) => connector.charge!(charge));
    },
    ...{ before: { outcome: 'not_found' }, after: { outcome: 'approved', captured: AMOUNT }, result: 'approved' },
    moved: AMOUNT,
  },
  prepare: {
    needs: ['redirect'],
    begin: (b) => Promise.resolve(preparing(b)),
    ...{ before: { outcome: 'not_found' }, after: { outcome: 'requires_action' }, result: 'requires_action', moved: 0 },
  },
  capture: {
    needs: ['manual'],
    async begin(b) {
      const charge = await b.authorised();
      return about(b, charge, (connector) => connector.capture(charge, AMOUNT));
    },
    before: { outcome: 'approved', captured: 0 },
    ...{ after: { outcome: 'approved', captured: AMOUNT }, result: 'approved', moved: AMOUNT },
  },
  cancel: {
    needs: ['manual', 'voids'],
    async begin(b) {
      const charge = await b.authorised();
      return about(b, charge, (connector) => connector.cancel(charge));
    },
    ...{ before: { outcome: 'approved', captured: 0 }, after: { outcome: 'cancelled' }, result: 'cancelled', moved: 0 },
  },
  reverse: {
    needs: ['automatic'],
    async begin(b) {
      const charge = await b.captured();
      return about(b, charge, (connector) => settled(() => connector.reverse(charge)));
    },
    before: { outcome: 'approved', captured: AMOUNT },
    ...{ after: { outcome: 'cancelled' }, result: 'cancelled', moved: -AMOUNT },
  },
  refund: {
    needs: ['automatic'],
    async begin(b) {
      const charge = await b.captured();
      const refund = b.refundOf(charge);
      return { send: (connector) => b.refunded(refund, connector), find: () => b.findRefund(refund) };
    },
    ...{ before: { outcome: 'not_found' }, after: { outcome: 'approved', captured: AMOUNT }, result: 'approved' },
    moved: -AMOUNT,
  },
  closeRefund: {
    needs: ['automatic', 'closesRefunds'],
    async begin(b) {
      const charge = await b.captured();
      const refund = b.refundOf(charge);
      return { send: (connector) => connector.closeRefund!(refund), find: () => b.findRefund(refund) };
    },
    ...{ before: { outcome: 'not_found' }, after: { outcome: 'declined' }, result: 'cancelled', moved: 0 },
  },
};

/** What is found by its id alone cannot be found before a response has stated that. */
function preparing(b: Bench): Subject {
  let page = b.pageOf();
  return {
    async send(connector) {
      const result = await connector.prepare!(page);
      if (result.outcome === 'requires_action') page = { ...page, providerId: result.connectorReference ?? null };
      return result;
    },
    find: () => b.find(page),
    isHidden: () => b.connector.sheet.finds === 'id' && page.providerId === null,
  };
}

const about = (b: Bench, charge: Parameters<Bench['find']>[0], send: (connector: Connector) => Promise<Found>) => ({
  send,
  find: () => b.find(charge),
});

/** What the call has changed in the acquirer's whole record, under whatever reference. */
async function changeBy(b: Bench, { begin }: Mutation, act: (subject: Subject) => Promise<void>): Promise<number> {
  const subject = await begin(b);
  const heldBefore = await b.world.held();
  await act(subject);
  return (await b.world.held()) - heldBefore;
}

/** Calls whose response is lost: unknown is a value, the find tells, and a repeat books once. */
export function lostPromises(promised: Promised): void {
  for (const [name, mutation] of Object.entries(MUTATIONS)) {
    const { needs, before, after, result, moved } = mutation;

    promised(`${name}, lost before its effect: the find denies it, and a repeat carries it out`, needs, async (b) => {
      const change = await changeBy(b, mutation, async (subject) => {
        b.wire.break({ kind: 'drop_before' }, 'changes');
        expect(await subject.send(b.connector)).toEqual({ outcome: 'unknown' });
        await b.healed();
        expect(await subject.find()).toMatchObject(before);
        expect((await subject.send(b.connector)).outcome).toBe(result);
        expect(await subject.find()).toMatchObject(after);
      });
      expect(change).toBe(moved);
    });

    promised(`${name}, lost after its effect: the find tells, and a repeat changes nothing`, needs, async (b) => {
      for (const kind of ['drop_after', 'break'] as const) {
        const change = await changeBy(b, mutation, async (subject) => {
          b.wire.break({ kind }, 'changes');
          expect([kind, await subject.send(b.connector)]).toEqual([kind, { outcome: 'unknown' }]);
          await b.healed();
          if (!subject.isHidden?.()) expect(await subject.find()).toMatchObject(after);
          expect((await subject.send(b.connector)).outcome).toBe(result);
          expect(await subject.find()).toMatchObject(after);
        });
        expect([kind, change]).toEqual([kind, moved]);
      }
    });

    promised(`${name}, answered with half a response: unknown and answered, and the find tells`, needs, async (b) => {
      const change = await changeBy(b, mutation, async (subject) => {
        b.wire.break({ kind: 'cut' }, 'changes');
        expect(await subject.send(b.connector)).toMatchObject({ outcome: 'unknown', answered: true });
        await b.healed();
        if (!subject.isHidden?.()) expect(await subject.find()).toMatchObject(after);
      });
      expect(change).toBe(moved);
    });

    promised(`${name}, carried out after its deadline: unknown, and the find tells afterwards`, needs, async (b) => {
      const change = await changeBy(b, mutation, async (subject) => {
        b.wire.break({ kind: 'hold' }, 'changes');
        const beganAt = performance.now();
        expect(await subject.send(b.hasty)).toEqual({ outcome: 'unknown' });
        expect(performance.now() - beganAt).toBeGreaterThanOrEqual(HASTY_MS - 50);
        await b.healed();
        if (!subject.isHidden?.()) expect(await subject.find()).toMatchObject(after);
        expect((await subject.send(b.connector)).outcome).toBe(result);
      });
      expect(change).toBe(moved);
    });
  }

  promised('a slow response within the deadline is a result', ['automatic'], async (b) => {
    const charge = await b.captured();
    b.wire.break({ kind: 'delay', ms: HASTY_MS / 4 });
    expect(await b.hasty.findCharge(charge)).toMatchObject({ outcome: 'approved' });
    await b.wire.heal();
  });

  promised('a response that trickles past the deadline is unknown, by the deadline', ['automatic'], async (b) => {
    const charge = await b.captured();
    b.wire.break({ kind: 'trickle', ms: 20 });
    const beganAt = performance.now();
    expect(await b.hasty.findCharge(charge)).toEqual({ outcome: 'unknown' });
    expect(performance.now() - beganAt).toBeLessThan(HASTY_MS + 2_000);
    await b.wire.heal();
  });
}
