import { JobProcessor, type JobOf } from './job-processor.js';
import type { JobQueue } from './job-queue.js';
import type { Jobs } from './jobs.js';
import { Slots } from './slots.js';

/** Jobs at a time. Each waits for the database twice, and for a free slot; the rows are worked on beside them. */
const CONCURRENT_JOBS = 4;
/** Rows of one merchant at a time: places that become free go to the turns of all merchants in the order of arrival. */
const ROWS_AT_ONCE = 16;
/** After this time a turn ends, so that merchants whose jobs wait get one of the places. */
const MAX_TURN_MS = 250;
/** While there is more to do than places, other workers are woken this often. */
const HELP_INTERVAL_MS = 100;
/** A row that is still due after its work is not taken again at once: what it waits for may take a moment. */
const REST_MS = 100;
/** The same after an error. */
const REST_AFTER_ERROR_MS = 1_000;

/** What a row needs beside a place: it is given back when the work ends. `missing`: what it waits for. */
export type Admission<Row> = { readonly row: Row; readonly release: () => void } | { readonly missing: string };

/** What a turn does not take: rows by their ids, and all rows that wait for the same. */
export interface PassedOver {
  readonly ids: readonly string[];
  readonly missing: readonly string[];
}

/**
 * A queue whose jobs wake a worker for a merchant, whatever the number of due rows. The worker takes what is due for the
 * merchant, as many rows as it has free slots, until it finds no more. At most one wake-up of a merchant waits. A job ends
 * before the work that it has begun: the rows are leased.
 */
export abstract class TurnProcessor<
  Name extends 'payments' | 'refunds',
  Row extends { readonly id: string },
> extends JobProcessor<Name> {
  private readonly slots: Slots;
  /** The merchants that have a turn. `again`: what is due is read once more. */
  private readonly turns = new Map<string, { again: boolean }>();
  private helpedAt = -Infinity;
  /** The rows in work. `again`: its merchant is woken when the work ends. */
  private readonly inWork = new Map<string, { again: boolean }>();
  private readonly restUntil = new Map<string, number>();
  private closing = false;

  constructor(
    queue: Name,
    concurrency: number,
    private readonly jobs: JobQueue,
  ) {
    super(queue, CONCURRENT_JOBS);
    this.slots = new Slots(concurrency);
  }

  /** What is due for the merchant and not leased, the oldest first, without what was passed over. */
  protected abstract due(merchantId: string, limit: number, without: PassedOver): Promise<Row[]>;
  protected abstract work(row: Row): Promise<void>;
  /** Takes what the row needs beside a place. Whatever it waits for must wake the merchant when it is free. */
  protected admit(row: Row, _data: Jobs[Name]): Promise<Admission<Row>> {
    return Promise.resolve({ row, release: () => undefined });
  }
  /** The id of the row that a hint was sent for. */
  protected abstract idOf(data: Jobs[Name]): string;

  /** From here on a hint for the merchant makes another job. So a row that this turn does not see is not forgotten. */
  override async process({ data }: JobOf<Name>): Promise<void> {
    await this.jobs.begun(this.queue, data);
    await this.turn(data);
  }

  override begin(data: Jobs[Name]): boolean {
    const worked = this.inWork.get(this.idOf(data));
    if (worked) worked.again = true;
    return worked !== undefined || this.beginTurn(data);
  }

  override async idle(): Promise<void> {
    this.closing = true;
    this.slots.close();
    await super.idle();
  }

  private beginTurn(data: Jobs[Name]): boolean {
    const running = this.turns.get(data.merchantId);
    if (running) running.again = true;
    else if (this.closing || !this.slots.hasFree) return false;
    else this.keep(this.turn(data), data);
    return true;
  }

  /** Another turn: here if there is room, else wherever there is. */
  protected wake(data: Jobs[Name]): void {
    if (!this.beginTurn(data)) this.jobs.send({ queue: this.queue, data });
  }

  /** A merchant has one turn at a time in this process. */
  private async turn(data: Jobs[Name]): Promise<void> {
    const running = this.turns.get(data.merchantId);
    if (running) return void (running.again = true);
    const state = { again: false };
    this.turns.set(data.merchantId, state);
    const endsAt = performance.now() + MAX_TURN_MS;
    let isOver = false;
    try {
      const passedOver = { ids: [] as string[], missing: [] as string[] };
      while (!isOver && !this.closing && performance.now() < endsAt)
        isOver = await this.takeDue(data, state, passedOver);
    } finally {
      this.turns.delete(data.merchantId);
    }
    if (!isOver || state.again) this.jobs.send({ queue: this.queue, data });
  }

  /** True if nothing more was due. */
  private async takeDue(data: Jobs[Name], state: { again: boolean }, passedOver: Passed): Promise<boolean> {
    const taken = await this.slots.take(ROWS_AT_ONCE);
    if (taken === 0) return false;
    if (state.again) passedOver.ids.length = passedOver.missing.length = 0;
    state.again = false;
    let started = 0;
    try {
      const without = { ids: [...this.inWork.keys(), ...passedOver.ids], missing: passedOver.missing };
      const found = await this.due(data.merchantId, taken, without);
      for (const row of found) if (await this.startIfAdmitted(row, data, passedOver)) started++;
      if (found.length < taken) return !state.again;
    } finally {
      this.slots.release(taken - started);
    }
    this.askForHelp(data);
    return false;
  }

  private async startIfAdmitted(row: Row, data: Jobs[Name], passedOver: Passed): Promise<boolean> {
    const isResting = this.rests(row.id, data);
    const admission = isResting ? null : await this.admit(row, data);
    if (admission && 'row' in admission) {
      this.start(admission.row, data, admission.release);
      return true;
    }
    passedOver.ids.push(row.id);
    if (admission && !passedOver.missing.includes(admission.missing)) passedOver.missing.push(admission.missing);
    return false;
  }

  /** More is due than there are places here. */
  private askForHelp(data: Jobs[Name]): void {
    const now = performance.now();
    if (this.slots.hasFree || now - this.helpedAt < HELP_INTERVAL_MS) return;
    this.helpedAt = now;
    this.jobs.send({ queue: this.queue, data });
  }

  private start(row: Row, data: Jobs[Name], release: () => void): void {
    const state = { again: false };
    this.inWork.set(row.id, state);
    const ended = (restMs: number) => {
      this.inWork.delete(row.id);
      this.restUntil.set(row.id, performance.now() + restMs);
      release();
      this.slots.release(1);
      if (state.again) this.wake(data);
    };
    const work = this.work(row).then(
      () => ended(REST_MS),
      (error: Error) => {
        ended(REST_AFTER_ERROR_MS);
        throw error;
      },
    );
    this.keep(work, data);
  }

  /** True if the row's last work ended just now. Then its merchant is woken as soon as the row may be taken. */
  private rests(id: string, data: Jobs[Name]): boolean {
    const now = performance.now();
    for (const [other, until] of this.restUntil) if (until <= now) this.restUntil.delete(other);
    const until = this.restUntil.get(id);
    if (until === undefined) return false;
    setTimeout(() => this.wake(data), until - now).unref();
    return true;
  }
}

interface Passed {
  readonly ids: string[];
  readonly missing: string[];
}
