import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.module.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { SignedInUser } from '../access/caller.js';
import type { ClientInfo } from '../access/decorators.js';
import { AuditService } from '../audit/audit.service.js';
import { DONE, WRONG_PASSWORD } from '../audit/outcome.js';
import { FactorsService } from '../factors/factors.service.js';
import { PasskeysService } from '../factors/passkeys.service.js';
import { AccountLocks } from '../users/account-locks.service.js';
import { normalizeEmail, type User, UsersService } from '../users/users.service.js';
import type { ConfirmDto, ConfirmedDto } from './second-factor.dto.js';
import { SessionsService } from './sessions.service.js';

/** Checks passwords and codes. Attempts count as failed before the check, so that concurrent ones are counted too. */
@Injectable()
export class ProofsService {
  constructor(
    private readonly config: Config,
    private readonly users: UsersService,
    private readonly factors: FactorsService,
    private readonly passkeys: PasskeysService,
    private readonly sessions: SessionsService,
    private readonly locks: AccountLocks,
    private readonly audit: AuditService,
  ) {}

  /**
   * The user with this password, otherwise null. In demo runs the demo user signs in with any password; the run only
   * listens on this machine (config/exposure.ts).
   */
  userOf(email: string, password: string): Promise<User | null> {
    const isDemoUser = this.config.DEMO && normalizeEmail(email) === normalizeEmail(this.config.TEST_MERCHANT_EMAIL);
    return isDemoUser ? this.users.byEmail(email) : this.users.withPassword(email, password);
  }

  /** Accepts a code of the user's second factor, once. Wrong codes are counted together for all sign-ins of the user. */
  async code(userId: string, code: string, action: string, from: ClientInfo): Promise<void> {
    const countedBy = { factor: userId };
    await this.locks.count(countedBy);
    const provedBy = await this.factors.prove(userId, code);
    if (!provedBy) {
      await this.audit.ofUser(userId, action, from, WRONG_PASSWORD);
      throw wrongCode();
    }
    await this.locks.forgive(countedBy);
    if (provedBy === 'recovery_code') await this.audit.ofUser(userId, 'second_factor.use_recovery_code', from, DONE);
  }

  /** Makes the session fresh. A user with a second factor proves that one, because a password may be known to others. */
  async confirm(user: SignedInUser, { password, code, passkey }: ConfirmDto, from: ClientInfo): Promise<ConfirmedDto> {
    if (user.hasFactor) {
      if (passkey !== undefined) await this.passkeys.prove('confirm', user.id, passkey);
      else if (code !== undefined) await this.code(user.id, code, 'auth.confirm', from);
      else throw missing('code', 'Send a code of your second factor, a recovery code, or a passkey');
    } else {
      if (password === undefined) throw missing('password', 'Send your password: you have no second factor');
      await this.password(user, password, from);
    }
    const until = await this.sessions.confirm(user.sessionId);
    await this.audit.ofUser(user.id, 'auth.confirm', from, DONE);
    return { fresh_until: until };
  }

  private async password(user: SignedInUser, password: string, from: ClientInfo): Promise<void> {
    const countedBy = { session: user.sessionId };
    await this.locks.count(countedBy);
    if (!(await this.userOf(user.email, password))) {
      await this.audit.ofUser(user.id, 'auth.confirm', from, WRONG_PASSWORD);
      throw new ApiError('wrong_password', 'That is not your password', { field: 'password' });
    }
    await this.locks.forgive(countedBy);
  }
}

export const wrongCode = () =>
  new ApiError('wrong_code', 'Wrong code, or one that was used before: enter the next code of your app', {
    field: 'code',
  });
const missing = (field: string, description: string) => new ApiError('missing_parameter', description, { field });
