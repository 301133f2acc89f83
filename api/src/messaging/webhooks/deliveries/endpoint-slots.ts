/** How an attempt ended, as far as its endpoint's slots care. `nothing_due`: there was no delivery left to attempt. */
export type SlotOutcome = 'answered' | 'timed_out' | 'nothing_due';

/** Gives the slot back, once; true when others were turned away meanwhile, so its holder should go on for them. */
export type Release = (outcome: SlotOutcome) => boolean;

interface Slots {
  inFlight: number;
  /** The last attempt timed out: one at a time until it answers. */
  suspect: boolean;
  /** Ever-growing counts of callers turned away, and of those known to have nothing left to deliver. */
  turnedAway: number;
  served: number;
}

/**
 * Caps what one endpoint holds of a worker process: a slow one fills its own slots and nobody else's. Whoever is turned
 * away goes home; the next holder to finish takes up that endpoint's next due delivery, so nothing waits for a sweep.
 */
export class EndpointSlots {
  private readonly endpoints = new Map<string, Slots>();

  constructor(private readonly limit = 4) {}

  tryAcquire(endpointId: string): Release | null {
    const slots = this.endpoints.get(endpointId) ?? { inFlight: 0, suspect: false, turnedAway: 0, served: 0 };
    this.endpoints.set(endpointId, slots);
    if (!this.hasRoom(slots)) {
      slots.turnedAway++;
      return null;
    }
    slots.inFlight++;
    // Its holder looks for due deliveries only after this point, so it speaks for everyone turned away before.
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
