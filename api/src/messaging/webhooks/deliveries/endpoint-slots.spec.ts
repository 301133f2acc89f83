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

  it('come back once, however often they are released', () => {
    const slots = new EndpointSlots(1);
    const release = acquire(slots);
    release('answered');
    const other = acquire(slots);
    expect(release('answered')).toBe(false);
    expect(slots.tryAcquire('we_1')).toBeNull();
    other('answered');
    expect(slots.tryAcquire('we_1')).not.toBeNull();
  });

  it('shrink to one after a timeout, until the endpoint answers', () => {
    const slots = new EndpointSlots(4);
    acquire(slots)('timed_out');
    const probe = acquire(slots);
    expect(slots.tryAcquire('we_1')).toBeNull();
    probe('answered');
    for (let held = 0; held < 4; held++) acquire(slots);
    expect(slots.tryAcquire('we_1')).toBeNull();
  });

  it('stay at one when a look for due deliveries found none', () => {
    const slots = new EndpointSlots(4);
    acquire(slots)('timed_out');
    acquire(slots)('nothing_due');
    acquire(slots);
    expect(slots.tryAcquire('we_1')).toBeNull();
  });
});

describe('whoever releases', () => {
  it('goes on for those turned away, until there is nothing due', () => {
    const slots = new EndpointSlots(1);
    const first = acquire(slots);
    slots.tryAcquire('we_1');
    expect(first('answered')).toBe(true);
    expect(acquire(slots)('answered')).toBe(true);
    expect(acquire(slots)('nothing_due')).toBe(false);
    expect(acquire(slots)('answered')).toBe(false);
  });

  it('goes home when nobody was turned away', () => {
    expect(acquire(new EndpointSlots())('answered')).toBe(false);
  });

  it('looks again for one turned away while it found nothing', () => {
    const slots = new EndpointSlots(1);
    const looking = acquire(slots);
    slots.tryAcquire('we_1');
    expect(looking('nothing_due')).toBe(true);
  });

  it('leaves it to the last holder once the endpoint is down to one slot', () => {
    const slots = new EndpointSlots(2);
    const [first, second] = [acquire(slots), acquire(slots)];
    slots.tryAcquire('we_1');
    expect(first('timed_out')).toBe(false);
    expect(second('timed_out')).toBe(true);
  });
});

it('never exceeds the cap and never forgets anyone turned away, in whatever order things happen', () => {
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
          const wanted = held.splice(pick % held.length, 1)[0]?.(timedOut ? 'timed_out' : 'answered');
          if (held.length === 0) expect(wanted).toBe(turnedAway);
        }
      }
    }),
  );
});
