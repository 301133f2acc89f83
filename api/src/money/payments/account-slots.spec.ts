import { describe, expect, it } from '@jest/globals';
import type { Config } from '../../platform/config/config.module.js';
import { AccountSlots } from './account-slots.service.js';

const NONE = () => undefined;

describe('the places of an account in a worker', () => {
  it('are as many as WORKER_CONCURRENCY, for each account and queue', () => {
    const slots = new AccountSlots({ WORKER_CONCURRENCY: 2 } as Config);
    const take = (account: string, queue: 'payments' | 'refunds' = 'payments') => slots.take(queue, account, NONE);
    expect([take('a'), take('a'), take('a')]).toEqual([true, true, false]);
    expect([take('b'), take('a', 'refunds')]).toEqual([true, true]);
    slots.release('payments', 'a');
    expect(take('a')).toBe(true);
  });

  it('each fault halves them, down to one, and each answer doubles them', () => {
    const slots = new AccountSlots({ WORKER_CONCURRENCY: 8 } as Config);
    slots.take('payments', 'a', NONE);
    for (let i = 0; i < 9; i++) slots.observe('a', false);
    expect(slots.take('payments', 'a', NONE)).toBe(false);
    slots.observe('a', true);
    expect([slots.take('payments', 'a', NONE), slots.take('payments', 'a', NONE)]).toEqual([true, false]);
    for (let i = 0; i < 9; i++) slots.observe('a', true);
    const more = Array.from({ length: 7 }, () => slots.take('payments', 'a', NONE));
    expect(more).toEqual([true, true, true, true, true, true, false]);
  });

  it('a turn that found none is woken once when one is free', () => {
    const slots = new AccountSlots({ WORKER_CONCURRENCY: 1 } as Config);
    let woken = 0;
    const wake = () => void woken++;
    slots.take('payments', 'a', NONE);
    slots.take('payments', 'a', wake);
    slots.take('payments', 'a', wake);
    slots.release('payments', 'a');
    slots.take('payments', 'a', NONE);
    slots.release('payments', 'a');
    expect(woken).toBe(1);
  });
});
