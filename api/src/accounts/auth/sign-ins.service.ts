import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { CredentialGuesses } from '../../platform/http/credential-guesses.js';
import { hashToken, type User } from '../users/users.service.js';
import * as sql from './sign-ins.queries.js';

const TOKEN_BYTES = 32;
const LIFETIME_SECONDS = 10 * 60;

/** The first step of a sign-in, whose password was right. */
export interface SignIn {
  /** As the audit log records the sign-in. */
  action: string;
  /** The account was not used on this device before. */
  isNewDevice: boolean;
  /** The invite that the user takes with this sign-in. */
  inviteHash: Buffer | null;
}

/** Sign-ins that wait for the second factor. Their token opens nothing else. */
@Injectable()
export class SignInsService {
  constructor(
    private readonly database: Database,
    private readonly guesses: CredentialGuesses,
  ) {}

  async begin(userId: string, { action, isNewDevice, inviteHash }: SignIn) {
    const token = `signin_${randomBytes(TOKEN_BYTES).toString('base64url')}`;
    const values = [hashToken(token), userId, action, isNewDevice, inviteHash, LIFETIME_SECONDS];
    const [begun] = await this.database.query<{ expires_at: string }>(sql.BEGIN, values);
    return { token, expires_at: begun?.expires_at ?? '' };
  }

  async find(token: string, address: string): Promise<SignIn & User> {
    const find = async () => (await this.database.query<SignIn & User>(sql.FIND, [hashToken(token)]))[0] ?? null;
    const found = await this.guesses.check(address, token, find);
    if (!found) throw expired();
    return found;
  }

  async take(tx: Tx, token: string): Promise<void> {
    if ((await tx.query(sql.TAKE, [hashToken(token)])).length === 0) throw expired();
  }

  async endAll(tx: Tx, userId: string): Promise<void> {
    await tx.query(sql.END_ALL, [userId]);
  }

  /** Deletes a batch of sign-ins that ended longer ago than this. Returns how many. */
  async forget(tx: Tx, endedMs: number, limit: number): Promise<number> {
    return (await tx.query(sql.FORGET, [endedMs, limit])).length;
  }
}

const expired = () =>
  new ApiError('sign_in_expired', 'This sign-in took too long or was completed already: sign in again', {
    field: 'token',
  });
