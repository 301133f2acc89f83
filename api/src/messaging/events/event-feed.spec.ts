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
  let unavailable = false;
  const read = <T>(value: T) =>
    unavailable ? Promise.reject(new Error('database unavailable')) : Promise.resolve(value);
  const feed = new EventFeed(
    {
      idsSince: (from) => read(since(from).map(({ id }) => id)),
      newSince: (from, known, limit) =>
        read(
          since(from)
            .filter(({ id }) => !known.includes(id))
            .slice(0, limit),
        ),
    },
    () => clock.now,
    () => undefined,
  );
  return { feed, clock, rows, setUnavailable: (value: boolean) => (unavailable = value) };
}

const START = 1_800_000_000_000;
const times = fc.record({ madeAt: fc.nat(60_000), delay: fc.nat(13_000) });

describe('the feed of events', () => {
  it('emits every event once, however late it becomes visible and however long the database is unavailable', async () => {
    const polls = fc.array(fc.record({ afterMs: fc.integer({ min: 1, max: 9_000 }), isDown: fc.boolean() }), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(times, { maxLength: 60 }), polls, async (made, steps) => {
        const events = made.map(({ madeAt, delay }) => ({ madeAt: START + madeAt, visibleAt: START + madeAt + delay }));
        const { feed, clock, rows, setUnavailable } = slowLog(events);
        const emitted: string[] = [];
        const listener = ({ id }: EventRow) => emitted.push(id);
        clock.now = START;
        await feed.add(listener);
        const old = rows.filter((row) => row.visibleAt <= START).map(({ id }) => id);
        for (const { afterMs, isDown } of steps) {
          clock.now += afterMs;
          setUnavailable(isDown);
          await feed.poll().catch(() => undefined);
        }
        clock.now = START + 80_000;
        setUnavailable(false);
        await feed.poll();
        feed.remove(listener);
        expect([...emitted].sort()).toEqual(rows.map(({ id }) => id).filter((id) => !old.includes(id)));
      }),
    );
  });

  it('emits a burst that is larger than one read', async () => {
    const { feed, clock, rows } = slowLog(
      Array.from({ length: 1_201 }, () => ({ madeAt: START + 5, visibleAt: START + 5 })),
    );
    const emitted: string[] = [];
    const listener = ({ id }: EventRow) => emitted.push(id);
    clock.now = START;
    await feed.add(listener);
    clock.now = START + 10;
    await feed.poll();
    feed.remove(listener);
    expect(emitted).toEqual(rows.map(({ id }) => id));
  });

  it('rejects a listener that joins while the database is unavailable', async () => {
    const { feed, setUnavailable } = slowLog([]);
    setUnavailable(true);
    await expect(feed.add(() => undefined)).rejects.toThrow('database unavailable');
  });
});
