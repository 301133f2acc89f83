/** How the use of a slot ended. `nothing_due`: there was no delivery to attempt. */
export type SlotOutcome = 'finished' | 'timed_out' | 'nothing_due';

/** Releases the slot, once. True if jobs found no slot meanwhile: the caller should take their deliveries. */
export type Release = (outcome: SlotOutcome) => boolean;

/** Concurrent attempts of one endpoint in a worker process. */
export const ENDPOINT_SLOTS = 4;

interface Slots {
  inFlight: number;
  /** The last attempt timed out: one attempt at a time until one does not. */
  suspect: boolean;
  /** Counts that only grow: jobs that found no slot, and those of them whose deliveries have since been attempted. */
  turnedAway: number;
  served: number;
}

/**
 * Limits the concurrent attempts of one endpoint in a worker process, so that a slow endpoint does not delay the
 * others. A job that finds no slot ends. When a slot is released, its holder takes the endpoint's next due delivery, so
 * that no delivery waits for the sweeper.
 */
export class EndpointSlots {
  private readonly endpoints = new Map<string, Slots>();

  constructor(private readonly limit = ENDPOINT_SLOTS) {}

  tryAcquire(endpointId: string): Release | null {
    const slots = this.endpoints.get(endpointId) ?? { inFlight: 0, suspect: false, turnedAway: 0, served: 0 };
    this.endpoints.set(endpointId, slots);
    if (!this.hasRoom(slots)) {
      slots.turnedAway++;
      return null;
    }
    return this.acquire(endpointId, slots);
  }

  /** Up to `most` more slots for the holder of one. */
  acquireMore(endpointId: string, most: number): Release[] {
    const slots = this.endpoints.get(endpointId);
    const acquired: Release[] = [];
    while (slots && acquired.length < most && this.hasRoom(slots)) acquired.push(this.acquire(endpointId, slots));
    return acquired;
  }

  /** The holders of slots continue, as after a job that found none. */
  expectMore(endpointId: string): void {
    const slots = this.endpoints.get(endpointId);
    if (slots) slots.turnedAway++;
  }

  private acquire(endpointId: string, slots: Slots): Release {
    slots.inFlight++;
    // The holder reads due deliveries only after this point, so it covers all jobs that found no slot before.
    const turnedAwayBefore = slots.turnedAway;
    let held = true;
    return (outcome) => {
      if (!held) return false;
      held = false;
      slots.inFlight--;
      if (outcome === 'nothing_due') slots.served = Math.max(slots.served, turnedAwayBefore);
      else slots.suspect = outcome === 'timed_out';
      const wanted = slots.turnedAway > slots.served;
      if (slots.inFlight === 0 && !slots.suspect && !wanted) this.endpoints.delete(endpointId);
      return wanted && this.hasRoom(slots);
    };
  }

  private hasRoom({ inFlight, suspect }: Slots): boolean {
    return inFlight < (suspect ? 1 : this.limit);
  }
}
