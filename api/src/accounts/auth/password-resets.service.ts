import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { CredentialGuesses } from '../../platform/http/credential-guesses.js';
import type { ClientInfo } from '../access/decorators.js';
import { AuditService } from '../audit/audit.service.js';
import { DONE } from '../audit/outcome.js';
import { AccountLocks } from '../users/account-locks.service.js';
import { refuseWeakPassword } from '../users/password-strength.js';
import { hashPassword } from '../users/password.js';
import { hashToken, normalizeEmail, type User, UsersService } from '../users/users.service.js';
import { AccountMails } from './account-mails.service.js';
import type { ConfirmPasswordResetDto, DoneDto, RequestPasswordResetDto } from './auth.dto.js';
import * as sql from './password-resets.queries.js';
import { RateLimits } from './rate-limits.js';
import { SessionsService } from './sessions.service.js';
import { SignInsService } from './sign-ins.service.js';

const TOKEN_BYTES = 32;
const LIFETIME_SECONDS = 30 * 60;
/** Links that a user may request per hour; further requests write no mail. */
const MAX_PER_HOUR = 3;
/** A request takes at least this long, so that its time does not show whether the address has an account. */
const MIN_REQUEST_MS = 300;

/** Sets a new password by a link that goes to the account's address. */
@Injectable()
export class PasswordResetsService {
  constructor(
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly signIns: SignInsService,
    private readonly locks: AccountLocks,
    private readonly limits: RateLimits,
    private readonly guesses: CredentialGuesses,
    private readonly mails: AccountMails,
    private readonly audit: AuditService,
  ) {}

  /** The response is the same whether the address has an account or not. */
  async request({ email }: RequestPasswordResetDto, from: ClientInfo): Promise<DoneDto> {
    if (!this.mails.isOn) {
      throw new ApiError('mail_off', 'This gateway sends no mail: ask its operator for help with your password');
    }
    await this.limits.countPasswordReset(from.address);
    const writing = this.database.transaction((tx) => this.write(tx, normalizeEmail(email), from));
    await Promise.all([writing, pause(MIN_REQUEST_MS)]);
    return { done: true };
  }

  /**
   * Ends all sessions of the user, and a lock for wrong passwords: the mailbox has proved who they are. A second factor
   * stays, and so does its lock.
   */
  async confirm({ token, new_password: password }: ConfirmPasswordResetDto, from: ClientInfo): Promise<DoneDto> {
    const tokenHash = hashToken(token);
    const user = await this.guesses.check(from.address, token, () => this.find(tokenHash));
    if (!user) throw invalid();
    const merchants = await this.users.merchantsOf(user.id);
    await refuseWeakPassword(password, 'new_password', [user.email, user.name, ...merchants.map(({ name }) => name)]);
    const passwordHash = await hashPassword(password);
    await this.database.transaction(async (tx) => {
      if ((await tx.query(sql.TAKE, [tokenHash])).length === 0) throw invalid();
      await this.users.setPassword(tx, user.id, passwordHash);
      await this.sessions.endAll(tx, user.id);
      await this.signIns.endAll(tx, user.id);
      await this.locks.forgive({ email: user.email }, tx);
      await this.audit.ofUser(user.id, 'auth.reset_password', from, DONE, tx);
    });
    return { done: true };
  }

  /** Deletes a batch of links that were requested longer ago than this. Returns how many. */
  async forget(tx: Tx, olderThanMs: number, limit: number): Promise<number> {
    return (await tx.query(sql.FORGET, [olderThanMs, limit])).length;
  }

  private async write(tx: Tx, email: string, from: ClientInfo): Promise<void> {
    const [user] = await tx.query<Pick<User, 'id' | 'email'>>(sql.LOCK_USER, [email]);
    if (!user) return;
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const made = await tx.query(sql.CREATE, [hashToken(token), user.id, LIFETIME_SECONDS, MAX_PER_HOUR]);
    if (made.length === 0) return;
    await this.mails.passwordReset(tx, user, token, LIFETIME_SECONDS);
    await this.audit.ofUser(user.id, 'auth.request_password_reset', from, DONE, tx);
  }

  private async find(tokenHash: Buffer): Promise<Pick<User, 'id' | 'email' | 'name'> | null> {
    const [found] = await this.database.query<Pick<User, 'id' | 'email' | 'name'>>(sql.FIND, [tokenHash]);
    return found ?? null;
  }
}

const invalid = () =>
  new ApiError('reset_invalid', 'This link for a new password is no longer valid: request a new one', {
    field: 'token',
  });
