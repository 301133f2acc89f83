import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database, type Queryable, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import * as sql from './factors.queries.js';
import { hashRecoveryCode, newRecoveryCodes, readRecoveryCode } from './recovery-codes.js';
import { newTotpSecret, stepOf, totpPlace, totpUrl } from './totp.js';

export interface FactorsState {
  /** When the authenticator app was added; null: there is none. */
  totpSince: string | null;
  recoveryCodesLeft: number;
  hasPasskey: boolean;
}

export type FactorMethod = 'totp' | 'passkey' | 'recovery_code';

/** How a code was proved. */
export type ProvedBy = 'totp' | 'recovery_code';

/** The second factors of a user: their secrets, and the check of a code. */
@Injectable()
export class FactorsService {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  async state(userId: string): Promise<FactorsState> {
    const [state] = await this.database.query<FactorsState>(sql.STATE, [userId]);
    return state ?? { totpSince: null, recoveryCodesLeft: 0, hasPasskey: false };
  }

  /** What the user can prove at a sign-in; empty: nothing, the password suffices. */
  async methods(userId: string): Promise<FactorMethod[]> {
    const { totpSince, recoveryCodesLeft, hasPasskey } = await this.state(userId);
    if (totpSince === null && !hasPasskey) return [];
    return [
      ...(totpSince === null ? [] : (['totp'] as const)),
      ...(hasPasskey ? (['passkey'] as const) : []),
      ...(recoveryCodesLeft === 0 ? [] : (['recovery_code'] as const)),
    ];
  }

  async has(userId: string, db: Queryable = this.database): Promise<boolean> {
    return (await db.query<{ has: boolean }>(sql.HAS_FACTOR, [userId]))[0]?.has ?? false;
  }

  /** A new secret, which counts once a code of it has been confirmed. */
  async beginTotp({ id, email }: { id: string; email: string }): Promise<{ secret: string; url: string }> {
    const secret = newTotpSecret();
    const begun = await this.database.query(sql.BEGIN_TOTP, [id, this.secrets.seal(secret, totpPlace(id))]);
    if (begun.length === 0) throw exists();
    return { secret, url: totpUrl(secret, email) };
  }

  /** The step of a code of the secret that waits for its confirmation; null if the code is wrong. */
  async stepOfNewTotp(userId: string, code: string): Promise<number | null> {
    const secret = await this.totpSecret(userId, false);
    if (secret === null) throw new ApiError('second_factor_absent', 'No authenticator app is being added: begin again');
    return stepOf(secret, code, this.clock.now());
  }

  /** Returns recovery codes if the user has none. */
  async confirmTotp(tx: Tx, userId: string, step: number): Promise<string[]> {
    return this.addFactor(tx, userId, async () => {
      if ((await tx.query(sql.CONFIRM_TOTP, [userId, step])).length === 0) throw exists();
    });
  }

  /** Adds a factor, and returns recovery codes if the user has none. */
  async addFactor(tx: Tx, userId: string, add: () => Promise<void>): Promise<string[]> {
    await tx.query(sql.LOCK_USER, [userId]);
    await add();
    const [codes] = await tx.query<{ has: boolean }>(sql.HAS_CODES, [userId]);
    return codes?.has ? [] : this.renewCodes(tx, userId);
  }

  /** Removes a factor, and the recovery codes with the last one. */
  async removeFactor(tx: Tx, userId: string, remove: () => Promise<void>): Promise<void> {
    await tx.query(sql.LOCK_USER, [userId]);
    await remove();
    await tx.query(sql.REMOVE_CODES_ALONE, [userId]);
  }

  async removeTotp(tx: Tx, userId: string): Promise<void> {
    await this.removeFactor(tx, userId, async () => {
      if ((await tx.query(sql.REMOVE_TOTP, [userId])).length === 0) {
        throw new ApiError('second_factor_absent', 'There is no authenticator app to remove');
      }
    });
  }

  /** Removes every factor. False if there was none. */
  async removeAll(tx: Queryable, userId: string): Promise<boolean> {
    await tx.query(sql.LOCK_USER, [userId]);
    const had = await this.has(userId, tx);
    await tx.query(sql.REMOVE_ALL, [userId]);
    return had;
  }

  async renewCodes(tx: Tx, userId: string): Promise<string[]> {
    const codes = newRecoveryCodes();
    await tx.query(sql.REMOVE_CODES, [userId]);
    await tx.query(sql.ADD_CODES, [userId, codes.map((code) => hashRecoveryCode(userId, code))]);
    return codes;
  }

  /** Accepts a code of the app or a recovery code, once; null if it is wrong or was used. */
  async prove(userId: string, typed: string): Promise<ProvedBy | null> {
    const recovery = readRecoveryCode(typed);
    if (recovery !== null) {
      const used = await this.database.query(sql.USE_CODE, [userId, hashRecoveryCode(userId, recovery)]);
      return used.length > 0 ? 'recovery_code' : null;
    }
    const secret = await this.totpSecret(userId, true);
    const step = secret === null ? null : stepOf(secret, typed.replace(/\s/g, ''), this.clock.now());
    if (step === null) return null;
    return (await this.database.query(sql.USE_STEP, [userId, step])).length > 0 ? 'totp' : null;
  }

  private async totpSecret(userId: string, confirmed: boolean): Promise<string | null> {
    const [found] = await this.database.query<{ sealed: string }>(sql.FIND_TOTP, [userId, confirmed]);
    return found ? this.secrets.open(found.sealed, totpPlace(userId)) : null;
  }
}

const exists = () =>
  new ApiError('second_factor_exists', 'You have an authenticator app already: remove it before you add another');
