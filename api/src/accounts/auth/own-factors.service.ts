import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { SignedInUser } from '../access/caller.js';
import type { ClientInfo } from '../access/decorators.js';
import { AuditService } from '../audit/audit.service.js';
import { DONE, WRONG_PASSWORD } from '../audit/outcome.js';
import { FactorsService } from '../factors/factors.service.js';
import { PasskeysService } from '../factors/passkeys.service.js';
import { AccountLocks } from '../users/account-locks.service.js';
import { AccountMails } from './account-mails.service.js';
import type { DoneDto } from './auth.dto.js';
import type { AddPasskeyDto, PasskeyRequestDto } from './passkey.dto.js';
import { wrongCode } from './proofs.service.js';
import type { NewTotpDto, RecoveryCodesDto, SecondFactorDto } from './second-factor.dto.js';
import { SessionsService } from './sessions.service.js';

/** A user's own second factors. Each change is audited and announced by mail. */
@Injectable()
export class OwnFactorsService {
  constructor(
    private readonly database: Database,
    private readonly factors: FactorsService,
    private readonly passkeys: PasskeysService,
    private readonly sessions: SessionsService,
    private readonly locks: AccountLocks,
    private readonly mails: AccountMails,
    private readonly audit: AuditService,
  ) {}

  async get({ id }: SignedInUser): Promise<SecondFactorDto> {
    const [{ totpSince, recoveryCodesLeft }, passkeys] = await Promise.all([
      this.factors.state(id),
      this.passkeys.list(id),
    ]);
    return { totp_since: totpSince, passkeys, recovery_codes_left: recoveryCodesLeft };
  }

  async beginTotp(user: SignedInUser): Promise<NewTotpDto> {
    const { secret, url } = await this.factors.beginTotp(user);
    return { secret, otpauth_url: url };
  }

  /** Other sessions signed in without this factor, so they end. */
  async confirmTotp(user: SignedInUser, code: string, from: ClientInfo): Promise<RecoveryCodesDto> {
    const countedBy = { session: user.sessionId };
    await this.locks.count(countedBy);
    const step = await this.factors.stepOfNewTotp(user.id, code.replace(/\s/g, ''));
    if (step === null) {
      await this.audit.ofUser(user.id, 'second_factor.add_totp', from, WRONG_PASSWORD);
      throw wrongCode();
    }
    await this.locks.forgive(countedBy);
    const codes = await this.change(user, 'second_factor.add_totp', 'totp_added', from, async (tx) => {
      const made = await this.factors.confirmTotp(tx, user.id, step);
      await this.sessions.endOthers(tx, user);
      return made;
    });
    return { recovery_codes: codes };
  }

  async removeTotp(user: SignedInUser, from: ClientInfo): Promise<DoneDto> {
    await this.change(user, 'second_factor.remove_totp', 'totp_removed', from, (tx) =>
      this.factors.removeTotp(tx, user.id),
    );
    return { done: true };
  }

  async passkeyOptions(user: SignedInUser): Promise<PasskeyRequestDto> {
    return { options: await this.passkeys.optionsToAdd(user) };
  }

  async addPasskey(user: SignedInUser, { name, response }: AddPasskeyDto, from: ClientInfo): Promise<RecoveryCodesDto> {
    const codes = await this.change(user, 'second_factor.add_passkey', 'passkey_added', from, async (tx) => {
      const made = await this.factors.addFactor(tx, user.id, () => this.passkeys.add(tx, user.id, name, response));
      await this.sessions.endOthers(tx, user);
      return made;
    });
    return { recovery_codes: codes };
  }

  async removePasskey(user: SignedInUser, id: string, from: ClientInfo): Promise<DoneDto> {
    await this.change(user, 'second_factor.remove_passkey', 'passkey_removed', from, (tx) =>
      this.factors.removeFactor(tx, user.id, () => this.passkeys.remove(tx, user.id, id)),
    );
    return { done: true };
  }

  async renewRecoveryCodes(user: SignedInUser, from: ClientInfo): Promise<RecoveryCodesDto> {
    if (!user.hasFactor) throw new ApiError('second_factor_absent', 'You have no second factor yet: add one first');
    const codes = await this.change(user, 'second_factor.renew_recovery_codes', 'recovery_codes_renewed', from, (tx) =>
      this.factors.renewCodes(tx, user.id),
    );
    return { recovery_codes: codes };
  }

  private change<T>(
    user: SignedInUser,
    action: string,
    mailed: Parameters<AccountMails['factorChanged']>[2],
    from: ClientInfo,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (tx) => {
      const result = await work(tx);
      await this.mails.factorChanged(tx, user, mailed);
      await this.audit.ofUser(user.id, action, from, DONE, tx);
      return result;
    });
  }
}
