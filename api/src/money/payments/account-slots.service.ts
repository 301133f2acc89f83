import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.module.js';

/** A worker has this many times WORKER_CONCURRENCY places, so that one account never takes all of them. */
export const PLACES_PER_ACCOUNT = 2;

type Queue = 'payments' | 'refunds';
interface AccountUse {
  used: number;
  limit: number;
  /** Wakes the account's merchant, whose turn has passed rows over. */
  wake: (() => void) | null;
}

/**
 * How many calls to one account a worker makes at a time: WORKER_CONCURRENCY, and fewer while its acquirer does not answer.
 * Each fault halves the number and each answer doubles it, so that calls that hang until their deadline hold few places.
 */
@Injectable()
export class AccountSlots {
  private readonly accounts = new Map<string, AccountUse>();
  private readonly most: number;

  constructor(config: Config) {
    this.most = config.WORKER_CONCURRENCY;
  }

  /** Takes a place; false if there is none. Then `wake` is called once there is one. */
  take(queue: Queue, accountId: string, wake: () => void): boolean {
    const account = this.accountOf(queue, accountId);
    if (account.used >= account.limit) {
      account.wake = wake;
      return false;
    }
    account.used += 1;
    return true;
  }

  release(queue: Queue, accountId: string): void {
    const account = this.accountOf(queue, accountId);
    account.used -= 1;
    const { wake } = account;
    account.wake = null;
    if (account.used === 0 && account.limit === this.most) this.accounts.delete(keyOf(queue, accountId));
    wake?.();
  }

  /** An attempt at the account has ended. */
  observe(accountId: string, isAnswered: boolean): void {
    for (const queue of ['payments', 'refunds'] as const) {
      const account = this.accounts.get(keyOf(queue, accountId));
      if (!account) continue;
      account.limit = isAnswered ? Math.min(this.most, account.limit * 2) : Math.max(1, Math.floor(account.limit / 2));
    }
  }

  private accountOf(queue: Queue, accountId: string): AccountUse {
    const key = keyOf(queue, accountId);
    const known = this.accounts.get(key);
    if (known) return known;
    const account: AccountUse = { used: 0, limit: this.most, wake: null };
    this.accounts.set(key, account);
    return account;
  }
}

const keyOf = (queue: Queue, accountId: string) => `${queue} ${accountId}`;
