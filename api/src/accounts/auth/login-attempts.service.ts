import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { AccountLocks, type CountedBy } from '../users/account-locks.service.js';
import { deviceOf, newDeviceToken } from '../users/device-token.js';
import { normalizeEmail } from '../users/users.service.js';
import { RateLimits } from './rate-limits.js';

interface Attempt {
  email: string;
  /** What the device was given when it signed in before. */
  deviceToken: string | undefined;
  address: string;
}

/**
 * Guessing made expensive. A device that has signed in to the account before is counted by itself. All others are counted
 * together per account, known or not, and per address, so that guesses from elsewhere do not lock the owner out.
 */
@Injectable()
export class LoginAttempts {
  constructor(
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    private readonly locks: AccountLocks,
    private readonly limits: RateLimits,
  ) {}

  /**
   * What `check` returns, if this device, account and address may try at all. Null is a failure. It is counted before the
   * check, so that guesses made at once are as many as guesses in turn; what did not fail is taken back.
   */
  async attempt<T>({ email, deviceToken, address }: Attempt, check: () => Promise<T | null>): Promise<T | null> {
    const device = deviceOf(this.secrets, deviceToken, normalizeEmail(email), this.clock.now());
    const counted: CountedBy = device ? { device } : { email };
    if (!device) await this.limits.countLogin(address);
    const takeBack = async () => {
      if (!device) await this.limits.forgiveLogin(address);
    };
    try {
      await this.locks.count(counted);
    } catch (error) {
      await takeBack();
      throw error;
    }
    const result = await check();
    if (result === null) return null;
    await this.locks.forgive(counted);
    await takeBack();
    return result;
  }

  /** For the next login from this device. */
  deviceToken(email: string): string {
    return newDeviceToken(this.secrets, normalizeEmail(email), this.clock.now());
  }
}
