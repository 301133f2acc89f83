import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { JobQueue } from './job-queue.js';
import type { Hint, Jobs } from './jobs.js';
import { type PassedOver, TurnProcessor } from './turn-processor.js';

interface Row {
  id: string;
  merchantId: string;
}
const M = 'merchant';
const data = (paymentId = 'any', merchantId = M) => ({ merchantId, paymentId });
const settled = async () => {
  for (let turn = 0; turn < 200; turn++) await Promise.resolve();
};
/** Places that became free are given away together. */
const gathered = () => new Promise((resolve) => setTimeout(resolve, 10));

/** Rows that are due until their work ends, and works that end when the test says so. */
class Shop extends TurnProcessor<'payments', Row> {
  readonly rows: Row[] = [];
  readonly begun: string[] = [];
  readonly sent: Hint[] = [];
  readonly steps: string[] = [];
  readonly ends = new Map<string, (error?: Error) => void>();
  staysDue = false;
  /** What a claim waits for. */
  gate: Promise<void> | undefined;

  constructor(concurrency: number) {
    super('payments', concurrency, {
      begun: async (_queue: string, { merchantId }: Jobs['payments']) => void this.steps.push(`begun ${merchantId}`),
      send: (hint: Hint) => void this.sent.push(hint),
    } as unknown as JobQueue);
  }

  add(...ids: string[]): void {
    this.rows.push(...ids.map((id) => ({ id, merchantId: M })));
  }

  protected async due(merchantId: string, limit: number, { ids }: PassedOver): Promise<Row[]> {
    this.steps.push('claim');
    const found = this.found(merchantId, limit, ids);
    await this.gate;
    return found;
  }

  private found(merchantId: string, limit: number, without: readonly string[]): Row[] {
    return this.rows.filter((row) => row.merchantId === merchantId && !without.includes(row.id)).slice(0, limit);
  }

  protected work({ id }: Row): Promise<void> {
    this.begun.push(id);
    return new Promise((resolve, reject) => {
      this.ends.set(id, (error) => {
        if (!this.staysDue) this.rows.splice(0, this.rows.length, ...this.rows.filter((row) => row.id !== id));
        if (error) reject(error);
        else resolve();
      });
    });
  }

  protected idOf({ paymentId }: Jobs['payments']): string {
    return paymentId;
  }
}

describe('a turn of a merchant', () => {
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('lets the next hint make another job before it looks what is due', async () => {
    const shop = new Shop(4);
    await shop.process({ data: data() });
    expect(shop.steps).toEqual(['begun merchant', 'claim']);
  });

  it('begins all that is due, and ends before the work does', async () => {
    const shop = new Shop(4);
    shop.add('a', 'b', 'c');
    await shop.process({ data: data() });
    expect([shop.begun, shop.sent]).toEqual([['a', 'b', 'c'], []]);
  });

  it('takes at most as many rows as there are slots, wakes other workers, and goes on when a place is free', async () => {
    const shop = new Shop(2);
    shop.add('a', 'b', 'c');
    const turn = shop.process({ data: data() });
    await settled();
    expect(shop.begun).toEqual(['a', 'b']);
    expect(shop.sent).toEqual([{ queue: 'payments', data: data() }]);
    shop.ends.get('a')?.();
    await gathered();
    expect([shop.begun, shop.sent.length]).toEqual([['a', 'b', 'c'], 1]);
    shop.ends.get('b')?.();
    await turn;
  });

  it('shares the places with the turns of other merchants', async () => {
    const shop = new Shop(1);
    shop.add('a', 'b', 'c');
    const turn = shop.process({ data: data() });
    await settled();
    shop.rows.push({ id: 'x', merchantId: 'other' });
    const other = shop.process({ data: data('any', 'other') });
    for (const id of ['a', 'b', 'c', 'x']) {
      shop.ends.get(id)?.();
      await gathered();
    }
    shop.ends.get('c')?.();
    await Promise.all([turn, other]);
    expect([...shop.begun].sort()).toEqual(['a', 'b', 'c', 'x']);
    expect(shop.begun.indexOf('x')).toBeLessThan(shop.begun.indexOf('c'));
  });

  it('reads once more what is due if it is woken meanwhile, and makes no second turn', async () => {
    const shop = new Shop(4);
    let open = () => undefined as void;
    shop.gate = new Promise((resolve) => (open = resolve));
    const turn = shop.process({ data: data() });
    await settled();
    shop.add('late');
    await shop.process({ data: data() });
    expect(shop.steps.filter((step) => step === 'claim')).toHaveLength(1);
    open();
    await turn;
    expect(shop.begun).toEqual(['late']);
  });

  it('takes sixteen rows at a time', async () => {
    const shop = new Shop(40);
    shop.add(...Array.from({ length: 20 }, (_, number) => `row ${number}`));
    await shop.process({ data: data() });
    await settled();
    expect([shop.begun.length, shop.sent.length]).toEqual([20, 0]);
    expect(shop.steps.filter((step) => step === 'claim')).toHaveLength(2);
  });

  it('does not begin a row twice that two turns have found', async () => {
    const shop = new Shop(8);
    shop.add('a');
    await Promise.all([shop.process({ data: data() }), shop.process({ data: data() })]);
    expect(shop.begun).toEqual(['a']);
  });

  it('begins no row again right after its work, but wakes the merchant for it', async () => {
    jest.useFakeTimers();
    const shop = new Shop(4);
    shop.staysDue = true;
    shop.add('a', 'b');
    await shop.process({ data: data() });
    shop.ends.get('a')?.();
    await settled();
    await shop.process({ data: data() });
    await settled();
    expect(shop.begun).toEqual(['a', 'b']);
    await jest.advanceTimersByTimeAsync(100);
    expect(shop.begun).toEqual(['a', 'b', 'a']);
  });

  it('passes over rows that rest, and takes those behind them', async () => {
    const shop = new Shop(1);
    shop.staysDue = true;
    shop.add('a', 'b');
    jest.spyOn(shop, 'logFailure').mockImplementation(() => undefined);
    const turn = shop.process({ data: data() });
    await settled();
    shop.ends.get('a')?.(new Error('no'));
    await gathered();
    expect(shop.begun).toEqual(['a', 'b']);
    expect(shop.logFailure).toHaveBeenCalledTimes(1);
    shop.rows.length = 0;
    shop.ends.get('b')?.();
    await turn;
  });
});

describe('a hint of the worker itself', () => {
  it('begins a turn without a job; if there is no room, it goes to the queue', async () => {
    const shop = new Shop(1);
    shop.add('a');
    expect(shop.begin(data('a'))).toBe(true);
    await settled();
    expect([shop.begun, shop.steps]).toEqual([['a'], ['claim']]);
    expect(shop.begin(data('x', 'other'))).toBe(false);
  });

  it('for a row in work is kept until the work ends', async () => {
    const shop = new Shop(2);
    shop.add('a');
    await shop.process({ data: data('a') });
    expect(shop.begin(data('a'))).toBe(true);
    await settled();
    expect(shop.steps.filter((step) => step === 'claim')).toHaveLength(1);
    shop.ends.get('a')?.();
    await settled();
    expect(shop.steps.filter((step) => step === 'claim')).toHaveLength(2);
  });
});

describe('a worker that stops', () => {
  it('ends what it has begun, and leaves the rest to the others', async () => {
    const shop = new Shop(1);
    shop.add('a', 'b');
    const turn = shop.process({ data: data() });
    await settled();
    shop.sent.length = 0;
    let isIdle = false;
    const idle = shop.idle().then(() => (isIdle = true));
    await turn;
    expect(shop.sent).toEqual([{ queue: 'payments', data: data() }]);
    expect(isIdle).toBe(false);
    expect(shop.begin(data('b'))).toBe(false);
    shop.ends.get('a')?.();
    await idle;
    expect(shop.begun).toEqual(['a']);
  });
});
