import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EndpointSlots, type Release } from './endpoint-slots.js';

const acquire = (slots: EndpointSlots, id = 'we_1'): Release => {
  const release = slots.tryAcquire(id);
  if (!release) throw new Error('no slot');
  return release;
};

describe("an endpoint's slots", () => {
  it('are four, and another endpoint has its own', () => {
    const slots = new EndpointSlots();
    for (let held = 0; held < 4; held++) acquire(slots);
    expect(slots.tryAcquire('we_1')).toBeNull();
    expect(slots.tryAcquire('we_2')).not.toBeNull();
  });

  it('are released once, however often release is called', () => {
    const slots = new EndpointSlots(1);
    const release = acquire(slots);
    release('finished');
    const other = acquire(slots);
    expect(release('finished')).toBe(false);
    expect(slots.tryAcquire('we_1')).toBeNull();
    other('finished');
    expect(slots.tryAcquire('we_1')).not.toBeNull();
  });

  it('are one after a timeout, until the endpoint responds', () => {
    const slots = new EndpointSlots(4);
    acquire(slots)('timed_out');
    const probe = acquire(slots);
    expect(slots.tryAcquire('we_1')).toBeNull();
    probe('finished');
    for (let held = 0; held < 4; held++) acquire(slots);
    expect(slots.tryAcquire('we_1')).toBeNull();
  });

  it('are taken together as far as they are free', () => {
    const slots = new EndpointSlots(4);
    acquire(slots);
    expect(slots.acquireMore('we_1', 2)).toHaveLength(2);
    expect(slots.acquireMore('we_1', 9)).toHaveLength(1);
    expect(slots.acquireMore('we_1', 9)).toHaveLength(0);
  });

  it('are not taken together after a timeout', () => {
    const slots = new EndpointSlots(4);
    acquire(slots)('timed_out');
    acquire(slots);
    expect(slots.acquireMore('we_1', 3)).toHaveLength(0);
  });

  it('stay at one if no delivery was due', () => {
    const slots = new EndpointSlots(4);
    acquire(slots)('timed_out');
    acquire(slots)('nothing_due');
    acquire(slots);
    expect(slots.tryAcquire('we_1')).toBeNull();
  });
});

describe('the holder that releases a slot', () => {
  it('continues for jobs that found no slot, until nothing is due', () => {
    const slots = new EndpointSlots(1);
    const first = acquire(slots);
    slots.tryAcquire('we_1');
    expect(first('finished')).toBe(true);
    expect(acquire(slots)('finished')).toBe(true);
    expect(acquire(slots)('nothing_due')).toBe(false);
    expect(acquire(slots)('finished')).toBe(false);
  });

  it('continues if more may be due than there are slots', () => {
    const slots = new EndpointSlots(2);
    const first = acquire(slots);
    const [second] = slots.acquireMore('we_1', 3);
    slots.expectMore('we_1');
    expect([first('finished'), second?.('finished')]).toEqual([true, true]);
    expect(acquire(slots)('nothing_due')).toBe(false);
  });

  it('stops if every job found a slot', () => {
    expect(acquire(new EndpointSlots())('finished')).toBe(false);
  });

  it('continues for a job that found no slot while it read that nothing is due', () => {
    const slots = new EndpointSlots(1);
    const looking = acquire(slots);
    slots.tryAcquire('we_1');
    expect(looking('nothing_due')).toBe(true);
  });

  it('leaves the rest to the last holder if the endpoint has one slot left', () => {
    const slots = new EndpointSlots(2);
    const [first, second] = [acquire(slots), acquire(slots)];
    slots.tryAcquire('we_1');
    expect(first('timed_out')).toBe(false);
    expect(second('timed_out')).toBe(true);
  });
});

it('never exceeds the limit and covers every job that found no slot, in any order of calls', () => {
  const steps = fc.array(fc.record({ acquires: fc.boolean(), pick: fc.nat(9), timedOut: fc.boolean() }), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), steps, (limit, sequence) => {
      const slots = new EndpointSlots(limit);
      const held: Release[] = [];
      let turnedAway = false;
      for (const { acquires, pick, timedOut } of sequence) {
        if (acquires) {
          const release = slots.tryAcquire('we_1');
          if (release) held.push(release);
          else turnedAway = true;
          expect(held.length).toBeLessThanOrEqual(limit);
        } else if (held.length > 0) {
          const wanted = held.splice(pick % held.length, 1)[0]?.(timedOut ? 'timed_out' : 'finished');
          if (held.length === 0) expect(wanted).toBe(turnedAway);
        }
      }
    }),
  );
});
