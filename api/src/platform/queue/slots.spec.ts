import { describe, expect, it } from '@jest/globals';
import { Slots } from './slots.js';

describe('Slots', () => {
  it('gives as many as are free, at most as many as asked for', async () => {
    const slots = new Slots(5);
    expect([await slots.take(3), await slots.take(3)]).toEqual([3, 2]);
    expect(slots.hasFree).toBe(false);
  });

  it('lets those who find none wait in their order', async () => {
    const slots = new Slots(1);
    await slots.take(1);
    const order: string[] = [];
    const first = slots.take(2).then((taken) => order.push(`first ${taken}`));
    const second = slots.take(2).then((taken) => order.push(`second ${taken}`));
    slots.release(1);
    await first;
    expect(order).toEqual(['first 1']);
    slots.release(1);
    await second;
    expect(order).toEqual(['first 1', 'second 1']);
  });

  it('gives a free place to what waits before it gives one to a new request', async () => {
    const slots = new Slots(2);
    await slots.take(2);
    const first = slots.take(2);
    slots.release(1);
    expect(slots.hasFree).toBe(false);
    expect(await first).toBe(1);
    expect(slots.hasFree).toBe(false);
  });

  it('gives away together what becomes free while all is taken', async () => {
    const slots = new Slots(3);
    await slots.take(3);
    const waiting = slots.take(3);
    slots.release(1);
    slots.release(1);
    expect(await waiting).toBe(2);
  });

  it('gives nothing once it is closed, also to those who wait', async () => {
    const slots = new Slots(1);
    await slots.take(1);
    const waiting = slots.take(1);
    slots.close();
    expect([await waiting, await slots.take(1)]).toEqual([0, 0]);
  });
});
