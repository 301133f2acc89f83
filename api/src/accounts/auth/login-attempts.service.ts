import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { AccountLocks, type CountedBy } from '../users/account-locks.service.js';
import { deviceOf, newDeviceToken } from '../users/device-token.js';
import { normalizeEmail } from '../users/users.service.js';
import { RateLimits } from './rate-limits.js';

interface Attempt {
  email: string;
  /** The token that the device received at an earlier login. */
  deviceToken: string | undefined;
  address: string;
}

/**
 * Limits password guesses. A device that has signed in to the account before is counted separately. All other devices
 * are counted together, per account (existing or not) and per address. So guesses by others do not lock out the owner's
 * devices.
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
   * Runs `check` unless this device, account or address is locked. Null from `check` is a failure. The attempt counts
   * as failed before the check, so that concurrent guesses are counted as well; a success takes the count back.
   */
  async attempt<T>({ email, deviceToken, address }: Attempt, check: () => Promise<T | null>): Promise<T | null> {
    const device = deviceOf(this.secrets, deviceToken, normalizeEmail(email), this.clock.now());
    const countedBy: CountedBy = device ? { device } : { email };
    if (!device) await this.limits.countLogin(address);
    const takeBack = async () => {
      if (!device) await this.limits.forgiveLogin(address);
    };
    try {
      await this.locks.count(countedBy);
    } catch (error) {
      await takeBack();
      throw error;
    }
    const result = await check();
    if (result === null) return null;
    await this.locks.forgive(countedBy);
    await takeBack();
    return result;
  }

  /** Whether the device has signed in to the account before. */
  isKnownDevice(email: string, deviceToken: string | undefined): boolean {
    return deviceOf(this.secrets, deviceToken, normalizeEmail(email), this.clock.now()) !== null;
  }

  /** The token for the next login from this device. */
  deviceToken(email: string): string {
    return newDeviceToken(this.secrets, normalizeEmail(email), this.clock.now());
  }
}
