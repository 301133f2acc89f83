import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Config } from '../../../platform/config/config.module.js';
import type { JobQueue } from '../../../platform/queue/job-queue.js';
import type { Hint } from '../../../platform/queue/jobs.js';
import type { DeliveriesService } from './deliveries.service.js';
import type { DeliveryLeases } from './delivery-leases.service.js';
import { DeliveryTurns } from './delivery-turns.service.js';
import type { LeasedDelivery } from './delivery.js';
import type { SlotOutcome } from './endpoint-slots.js';

const M = 'merchant';
const hinted = (endpointId = 'we_1', deliveryId = 'any') => ({ merchantId: M, endpointId, deliveryId });
const gathered = () => new Promise((resolve) => setTimeout(resolve, 10));

/** Due deliveries of each endpoint, and attempts that end when the test says so. */
class Shop {
  readonly due = new Map<string, string[]>();
  readonly begun: string[] = [];
  readonly sent: Hint[] = [];
  readonly kept: Promise<void>[] = [];
  readonly ends = new Map<string, (outcome: SlotOutcome) => void>();
  readonly turns: DeliveryTurns;
  leases = 0;

  constructor(concurrency: number) {
    this.turns = new DeliveryTurns(
      { WEBHOOK_CONCURRENCY: concurrency } as Config,
      {
        take: async (_: string, id: string) => this.leased(id),
        takeNext: async (_: string, endpointId: string) => {
          this.leases++;
          const id = this.due.get(endpointId)?.shift();
          return id === undefined ? undefined : this.leased(id);
        },
      } as unknown as DeliveryLeases,
      {
        deliver: ({ deliveryId }: LeasedDelivery) => {
          this.begun.push(deliveryId);
          return new Promise<SlotOutcome>((resolve) => this.ends.set(deliveryId, resolve));
        },
      } as unknown as DeliveriesService,
      { send: (hint: Hint) => void this.sent.push(hint) } as unknown as JobQueue,
    );
  }

  add(endpointId: string, count: number): this {
    this.due.set(
      endpointId,
      Array.from({ length: count }, (_, number) => `${endpointId}.${number + 1}`),
    );
    return this;
  }

  async wake(endpointId = 'we_1'): Promise<void> {
    await this.turns.woken(hinted(endpointId), (work) => void this.kept.push(work));
    await gathered();
  }

  async end(id: string, outcome: SlotOutcome = 'finished'): Promise<void> {
    this.ends.get(id)?.(outcome);
    await gathered();
  }

  private leased(deliveryId: string): LeasedDelivery {
    return { deliveryId } as LeasedDelivery;
  }
}

describe('a wake-up of an endpoint', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('begins one delivery for each free slot of the endpoint, and the rest as slots become free', async () => {
    const shop = new Shop(100).add('we_1', 6);
    await shop.wake();
    expect(shop.begun).toEqual(['we_1.1', 'we_1.2', 'we_1.3', 'we_1.4']);
    await shop.end('we_1.2');
    await shop.end('we_1.4');
    expect(shop.begun.slice(4)).toEqual(['we_1.5', 'we_1.6']);
    for (const number of [1, 3, 5, 6]) await shop.end(`we_1.${number}`);
    await Promise.all(shop.kept);
  });

  it('wakes another worker if more may be due than there are slots, and only then', async () => {
    const shop = new Shop(100).add('we_1', 3).add('we_2', 4);
    await shop.wake();
    expect(shop.sent).toEqual([]);
    await shop.wake('we_2');
    expect(shop.sent).toEqual([{ queue: 'webhooks', data: hinted('we_2') }]);
  });

  it('looks once for a delivery that is alone', async () => {
    const shop = new Shop(100).add('we_1', 1);
    await shop.wake();
    await shop.end('we_1.1');
    expect(shop.leases).toBe(4); // one statement for the four slots
    await Promise.all(shop.kept);
  });

  it('is seen by those who hold all slots', async () => {
    const shop = new Shop(100).add('we_1', 4);
    await shop.wake();
    shop.due.set('we_1', ['later']);
    await shop.wake();
    expect(shop.begun).not.toContain('later');
    await shop.end('we_1.1');
    expect(shop.begun).toContain('later');
  });

  it('waits while WEBHOOK_CONCURRENCY is reached, without what is kept for the events of the process', async () => {
    const shop = new Shop(8).add('we_1', 4).add('we_2', 4); // six and two
    await shop.wake('we_1');
    await shop.wake('we_2');
    expect(shop.begun).toHaveLength(6);
    expect(shop.turns.own(hinted('we_3', 'own 1'))).toBeDefined();
    expect(shop.turns.own(hinted('we_3', 'own 2'))).toBeDefined();
    expect(shop.turns.own(hinted('we_3', 'own 3'))).toBeUndefined();
    await gathered();
    expect(shop.begun.slice(6)).toEqual(['own 1', 'own 2']);
    await shop.end('own 1');
    expect(shop.turns.own(hinted('we_3', 'own 3'))).toBeDefined();
  });

  it('gets a place after a quarter of a second of a backlog, which is continued later', async () => {
    const shop = new Shop(4).add('we_1', 100).add('we_2', 1); // three and one
    await shop.wake('we_1');
    const other = shop.wake('we_2');
    await gathered();
    await shop.end('we_1.1');
    expect(shop.begun).toContain('we_1.4');
    const now = performance.now();
    jest.spyOn(performance, 'now').mockReturnValue(now + 300);
    shop.sent.length = 0;
    await shop.end('we_1.2');
    await other;
    expect(shop.begun.at(-1)).toBe('we_2.1');
    expect(shop.sent).toContainEqual({ queue: 'webhooks', data: hinted('we_1') });
  });

  it('begins nothing once the worker stops', async () => {
    const shop = new Shop(4).add('we_1', 5).add('we_2', 1);
    await shop.wake('we_1');
    const other = shop.wake('we_2');
    shop.turns.stop();
    await other;
    for (const number of [1, 2, 3]) await shop.end(`we_1.${number}`);
    expect(shop.begun).toEqual(['we_1.1', 'we_1.2', 'we_1.3']);
    expect(shop.turns.own(hinted('we_3', 'own'))).toBeUndefined();
    await Promise.all(shop.kept);
  });
});
