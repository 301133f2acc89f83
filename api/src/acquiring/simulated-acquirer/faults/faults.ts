import { EventEmitter, once } from 'node:events';
import type { Fault, Kind, NewFault, Operation } from './fault.js';

/** The faults that are set, in memory: a restarted acquirer is a healthy one. */
export class Faults {
  private readonly faults = new Map<string, Fault>();
  private readonly cleared = new EventEmitter().setMaxListeners(0);
  private serial = 0;

  set(fault: NewFault): Fault {
    const id = `fault_${++this.serial}`;
    const set = { ...fault, id, hits: 0 };
    this.faults.set(id, set);
    return set;
  }

  list(account?: string): Fault[] {
    return [...this.faults.values()].filter((fault) => account === undefined || fault.account === account);
  }

  /** Removes the faults of an account, or one fault, or all, and lets the calls go on that they hold. */
  clear({ id, account }: { id?: string | undefined; account?: string | undefined } = {}): number {
    const gone = this.list(account).filter((fault) => id === undefined || fault.id === id);
    for (const fault of gone) {
      this.faults.delete(fault.id);
      this.cleared.emit(fault.id);
    }
    return gone.length;
  }

  /** The first fault of this kind for the call, counted as a hit. */
  take(kind: Kind, account: string, operation?: Operation): Fault | undefined {
    for (const fault of this.faults.values()) {
      if (fault.kind !== kind) continue;
      if (fault.account !== undefined && fault.account !== account) continue;
      if (fault.operation !== undefined && fault.operation !== operation) continue;
      if (fault.count !== undefined && fault.hits >= fault.count) continue;
      fault.hits += 1;
      return fault;
    }
    return undefined;
  }

  /** Resolves when the fault is cleared. */
  async untilCleared(fault: Fault): Promise<void> {
    if (this.faults.has(fault.id)) await once(this.cleared, fault.id);
  }

  /** The shift of the acquirer's clock for this account, in milliseconds. */
  skewOf(account: string): number {
    return this.take('clock_skew', account)?.ms ?? 0;
  }
}
