import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { figuresByCurrency, type Sum } from './figures.js';
import { periodOf } from './period.js';
import type { StatisticsDto, StatisticsQueryDto } from './statistics.dto.js';
import {
  ADVANCE,
  BEGIN_AGAIN,
  CLEAR,
  COUNT_MINUTES,
  FORGET_MINUTES,
  READ,
  SUM_HOURS,
  TIME_ZONE,
} from './statistics.queries.js';

/** Time that one pass may count. Fewer than three minutes could end before the last pass did. */
const MOST_MINUTES = 60;
const FEWEST_MINUTES = 3;
/** How far behind the counting may be before it goes on. */
const PACE_SECONDS = 2;
const MOST_FORGOTTEN = 10_000;

interface Zoned {
  timeZone: string;
}
interface Read {
  asOf: string;
  buckets: string[];
  rows: Sum[];
}

/**
 * Counts what happened, for all merchants at once: per minute from events and movements, per hour from the minutes. A
 * pass counts its minutes anew, so that repeating it changes nothing and what was committed late is still found.
 */
@Injectable()
export class StatisticsService {
  private minutes = MOST_MINUTES;

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

  /** One pass, if one is due. A stretch that held too much for one statement is tried again by halves. */
  async roll(): Promise<void> {
    try {
      await this.pass(this.minutes);
      this.minutes = Math.min(this.minutes * 2, MOST_MINUTES);
    } catch (error) {
      this.minutes = Math.max(Math.floor(this.minutes / 2), FEWEST_MINUTES);
      throw error;
    }
  }

  /** Forgets all that was counted and counts it again, while the gateway runs; tells how many passes it took. */
  async rebuild(): Promise<number> {
    await this.database.transaction(async (tx) => {
      await tx.query(BEGIN_AGAIN); // its lock keeps passes away
      await tx.query(CLEAR);
    });
    let passes = 0;
    while (await this.pass(MOST_MINUTES)) passes++;
    return passes;
  }

  /** False when nothing is due. Passes exclude each other; a pass that fails leaves everything as it was. */
  private pass(minutes: number): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [stretch] = await tx.query<{ from: Date; to: Date }>(ADVANCE, [minutes, PACE_SECONDS]);
      if (!stretch) return false;
      const { from, to } = stretch;
      await tx.query(COUNT_MINUTES, [from, to]);
      await tx.query(SUM_HOURS, [from, to]);
      await tx.query(FORGET_MINUTES, [from, MOST_FORGOTTEN]);
      return true;
    });
  }
}
