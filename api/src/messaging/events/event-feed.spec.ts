import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../../platform/ids.js';
import { EventFeed, type EventRow } from './event-feed.js';

/** A log whose events become visible some time after their id was made, as commits do. */
function slowLog(events: { madeAt: number; visibleAt: number }[]) {
  const clock = { now: 0 };
  const rows = events
    .map(({ madeAt, visibleAt }) => ({
      id: newId('evt', madeAt),
      resent: false,
      visibleAt,
      type: 'order.paid' as const,
      payload: '{}',
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const since = (from: string) => rows.filter((row) => row.visibleAt <= clock.now && row.id >= from);
  let away = false;
  const answer = <T>(value: T) => (away ? Promise.reject(new Error('database away')) : Promise.resolve(value));
  const feed = new EventFeed(
    {
      idsSince: (from) => answer(since(from).map(({ id }) => id)),
      newSince: (from, known, limit) =>
        answer(
          since(from)
            .filter(({ id }) => !known.includes(id))
            .slice(0, limit),
        ),
    },
    () => clock.now,
    () => undefined,
  );
  return { feed, clock, rows, goAway: (value: boolean) => (away = value) };
}

const START = 1_800_000_000_000;
const times = fc.record({ madeAt: fc.nat(60_000), delay: fc.nat(13_000) });

describe('the feed of events', () => {
  it('tells every event once, however late it becomes visible and however long the database is away', async () => {
    const looks = fc.array(fc.record({ afterMs: fc.integer({ min: 1, max: 9_000 }), away: fc.boolean() }), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(times, { maxLength: 60 }), looks, async (made, steps) => {
        const events = made.map(({ madeAt, delay }) => ({ madeAt: START + madeAt, visibleAt: START + madeAt + delay }));
        const { feed, clock, rows, goAway } = slowLog(events);
        const told: string[] = [];
        const listener = ({ id }: EventRow) => told.push(id);
        clock.now = START;
        await feed.add(listener);
        const old = rows.filter((row) => row.visibleAt <= START).map(({ id }) => id);
        for (const { afterMs, away } of steps) {
          clock.now += afterMs;
          goAway(away);
          await feed.poll().catch(() => undefined);
        }
        clock.now = START + 80_000;
        goAway(false);
        await feed.poll();
        feed.remove(listener);
        expect([...told].sort()).toEqual(rows.map(({ id }) => id).filter((id) => !old.includes(id)));
      }),
    );
  });

  it('tells a burst that is larger than one read', async () => {
    const { feed, clock, rows } = slowLog(
      Array.from({ length: 1_201 }, () => ({ madeAt: START + 5, visibleAt: START + 5 })),
    );
    const told: string[] = [];
    const listener = ({ id }: EventRow) => told.push(id);
    clock.now = START;
    await feed.add(listener);
    clock.now = START + 10;
    await feed.poll();
    feed.remove(listener);
    expect(told).toEqual(rows.map(({ id }) => id));
  });

  it('fails whoever joins while the database is away', async () => {
    const { feed, goAway } = slowLog([]);
    goAway(true);
    await expect(feed.add(() => undefined)).rejects.toThrow('database away');
  });
});
