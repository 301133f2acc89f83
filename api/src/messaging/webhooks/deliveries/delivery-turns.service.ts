import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.module.js';
import { JobQueue } from '../../../platform/queue/job-queue.js';
import type { Jobs } from '../../../platform/queue/jobs.js';
import { Slots } from '../../../platform/queue/slots.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryLeases } from './delivery-leases.service.js';
import type { LeasedDelivery } from './delivery.js';
import { ENDPOINT_SLOTS, EndpointSlots, type Release } from './endpoint-slots.js';

/** The share of WEBHOOK_CONCURRENCY for events that this process writes: too small for slow endpoints to take the rest. */
const OWN_SHARE = 1 / 4;
/** After this time a turn ends: endpoints whose wake-ups wait are next. */
const MAX_TURN_MS = 30_000;
/** The same while another endpoint waits for a place. */
const MAX_CONTENDED_TURN_MS = 250;

type Hinted = Jobs['webhooks'];
type Lease = () => Promise<LeasedDelivery | undefined>;

/** Which deliveries this worker attempts next: few of one endpoint at a time, at most WEBHOOK_CONCURRENCY in all. */
@Injectable()
export class DeliveryTurns {
  private readonly slots = new EndpointSlots();
  private readonly places: Slots;
  private ownPlaces: number;
  private stopping = false;

  constructor(
    config: Config,
    private readonly leases: DeliveryLeases,
    private readonly deliveries: DeliveriesService,
    private readonly queue: JobQueue,
  ) {
    this.ownPlaces = Math.floor(config.WEBHOOK_CONCURRENCY * OWN_SHARE);
    this.places = new Slots(config.WEBHOOK_CONCURRENCY - this.ownPlaces);
  }

  /** Attempts a delivery of an event that this process has written. Undefined if there is no place for it. */
  own(data: Hinted): Promise<void> | undefined {
    if (this.stopping || this.ownPlaces === 0) return undefined;
    const release = this.slots.tryAcquire(data.endpointId);
    if (!release) return Promise.resolve();
    this.ownPlaces--;
    const lease = () => this.leases.take(data.merchantId, data.deliveryId);
    return this.use(release, data, lease).finally(() => this.ownPlaces++);
  }

  /**
   * Leases what is due for the endpoint, as many deliveries as it has free slots, and passes the work on them to `keep`.
   * Resolves when they are leased.
   */
  async woken(data: Hinted, keep: (work: Promise<void>) => void): Promise<void> {
    const first = this.slots.tryAcquire(data.endpointId);
    if (!first) return;
    const places = await this.places.take(ENDPOINT_SLOTS);
    if (places === 0) return void first('nothing_due'); // the worker is closing
    const acquired = [first, ...this.slots.acquireMore(data.endpointId, places - 1)];
    this.places.release(places - acquired.length);
    const leases = acquired.map(() => this.takeNext(data));
    for (const [slot, release] of acquired.entries())
      keep(this.use(release, data, async () => leases[slot]).finally(() => this.places.release(1)));
    const leased = await Promise.all(leases).catch(() => []);
    if (leased.length === 0 || !leased.every(Boolean)) return;
    // More may be due than there are slots here: those who hold them continue, and another worker may help.
    this.slots.expectMore(data.endpointId);
    this.queue.send({ queue: 'webhooks', data });
  }

  /** No delivery is leased any more. */
  stop(): void {
    this.stopping = true;
    this.places.close();
  }

  /** Attempts what `lease` leases, then what has found no slot meanwhile. */
  private async use(slot: Release, data: Hinted, lease: Lease): Promise<void> {
    const began = performance.now();
    let release: Release | null = slot;
    for (let next = lease; release; next = () => this.takeNext(data)) {
      const isMoreWaiting = await this.attempt(release, next);
      if (!isMoreWaiting || this.stopping) return;
      if (performance.now() - began > this.maxTurnMs) return this.queue.send({ queue: 'webhooks', data });
      release = this.slots.tryAcquire(data.endpointId);
    }
  }

  private async attempt(release: Release, lease: Lease): Promise<boolean> {
    try {
      const delivery = await lease();
      return release(delivery ? await this.deliveries.deliver(delivery) : 'nothing_due');
    } finally {
      release('nothing_due'); // after an error; a slot that is released stays so
    }
  }

  private get maxTurnMs(): number {
    return this.places.isWaitedFor ? MAX_CONTENDED_TURN_MS : MAX_TURN_MS;
  }

  private takeNext({ merchantId, endpointId }: Hinted): Promise<LeasedDelivery | undefined> {
    return this.leases.takeNext(merchantId, endpointId);
  }
}
