import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { ADVANCE, CLEAR, COUNT_MINUTES, FORGET_MINUTES, RESTART, SUM_HOURS } from './counting.queries.js';
import { figuresByCurrency, type Sum } from './figures.js';
import { periodOf } from './period.js';
import type { StatisticsDto, StatisticsQueryDto } from './statistics.dto.js';
import { READ, TIME_ZONE } from './statistics.queries.js';

/** The time that one pass counts. Passes overlap by a minute or more, so a shorter pass might not advance. */
const MAX_MINUTES = 60;
const MIN_MINUTES = 3;
/** A pass starts once the statistics are this far behind. */
const MAX_LAG_SECONDS = 2;
const MAX_DELETED_MINUTES = 10_000;

interface Zoned {
  timeZone: string;
}
interface Read {
  asOf: string;
  buckets: string[];
  rows: Sum[];
}

/**
 * Counts for all merchants at once: minutes from events and movements, hours from the minutes. A pass counts its minutes
 * from scratch, so repeating it changes nothing, and rows committed late are included.
 */
@Injectable()
export class StatisticsService {
  private minutes = MAX_MINUTES;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async get({ merchant }: Caller, query: StatisticsQueryDto): Promise<StatisticsDto> {
    const [{ timeZone }] = (await this.database.query<Zoned>(TIME_ZONE, [merchant.id])) as [Zoned];
    const { before, from, to, grain } = periodOf(query, this.clock.now(), timeZone);
    const values = [merchant.id, before, from, to, grain, timeZone];
    const [{ asOf, buckets, rows }] = (await this.database.query<Read>(READ, values)) as [Read];
    const currencies = figuresByCurrency(rows, buckets);
    return { from: from.toISOString(), to: to.toISOString(), as_of: asOf, currencies };
  }

  /** Runs a pass if one is due. After a failure (a timeout of a long stretch, say) the next pass counts half as many minutes. */
  async roll(): Promise<void> {
    try {
      await this.pass(this.minutes);
      this.minutes = Math.min(this.minutes * 2, MAX_MINUTES);
    } catch (error) {
      this.minutes = Math.max(Math.floor(this.minutes / 2), MIN_MINUTES);
      throw error;
    }
  }

  /** Deletes all counts and counts again, so many minutes in a pass, while the gateway runs; returns the number of passes. */
  async rebuild(minutes = MAX_MINUTES): Promise<number> {
    await this.database.transaction(async (tx) => {
      await tx.query(RESTART); // its row lock keeps other passes out
      await tx.query(CLEAR);
    });
    let passes = 0;
    while (await this.pass(minutes)) passes++;
    return passes;
  }

  /** False if no pass is due. Passes exclude each other; a failed pass changes nothing. */
  private pass(minutes: number): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [stretch] = await tx.query<{ from: Date; to: Date }>(ADVANCE, [minutes, MAX_LAG_SECONDS]);
      if (!stretch) return false;
      const { from, to } = stretch;
      await tx.query(COUNT_MINUTES, [from, to]);
      await tx.query(SUM_HOURS, [from, to]);
      await tx.query(FORGET_MINUTES, [from, MAX_DELETED_MINUTES]);
      return true;
    });
  }
}
