import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Queryable, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { SignedInUser } from '../access/caller.js';
import type { ClientInfo } from '../access/decorators.js';
import {
  CONFIRM_SESSION,
  CREATE_SESSION,
  END_ALL,
  END_OTHERS,
  END_SESSION,
  END_TOKEN,
  FORGET_SESSIONS,
  FIND_SESSION,
  USE_SESSION,
} from './auth.queries.js';

export const MAX_IDLE_SECONDS = 30 * 60;
const MAX_SESSION_SECONDS = 12 * 3600;
const TOKEN_BYTES = 32;

export interface NewSession {
  token: string;
  expires_at: string;
}

/** User sessions. The token is 256 random bits, stored as a hash. A session ends when it is idle, too old, or ended. */
@Injectable()
export class SessionsService {
  constructor(private readonly database: Database) {}

  async begin(tx: Queryable, userId: string, { address, userAgent }: ClientInfo): Promise<NewSession> {
    const token = `session_${randomBytes(TOKEN_BYTES).toString('base64url')}`;
    const values = [userId, hashOf(token), address, userAgent, MAX_SESSION_SECONDS];
    const [session] = await tx.query<{ expires_at: string }>(CREATE_SESSION, values);
    return { token, expires_at: session?.expires_at ?? '' };
  }

  /** The user of a session, and extends it; null if it has ended. */
  async use(token: string): Promise<SignedInUser | null> {
    const [user] = await this.database.query<SignedInUser>(USE_SESSION, [hashOf(token), MAX_IDLE_SECONDS]);
    return user ?? null;
  }

  /** The user of a session, without extending it; null if it has ended. */
  async find(token: string): Promise<Pick<SignedInUser, 'id' | 'hasFactor'> | null> {
    const [user] = await this.database.query<Pick<SignedInUser, 'id' | 'hasFactor'>>(FIND_SESSION, [
      hashOf(token),
      MAX_IDLE_SECONDS,
    ]);
    return user ?? null;
  }

  /** Records that the user has proved a factor; returns until when the session counts as fresh. */
  async confirm(sessionId: string): Promise<string> {
    const [confirmed] = await this.database.query<{ until: string }>(CONFIRM_SESSION, [sessionId]);
    if (!confirmed) throw new ApiError('session_ended', 'Your session has ended: sign in again');
    return confirmed.until;
  }

  async end(sessionId: string): Promise<void> {
    await this.database.query(END_SESSION, [sessionId]);
  }

  /** Ends the session of a token. */
  async endToken(token: string): Promise<void> {
    await this.database.query(END_TOKEN, [hashOf(token)]);
  }

  /** Deletes a batch of sessions that ended longer ago than this. Returns how many. */
  async forget(tx: Tx, endedMs: number, limit: number): Promise<number> {
    return (await tx.query(FORGET_SESSIONS, [endedMs, limit])).length;
  }

  async endAll(tx: Tx, userId: string): Promise<void> {
    await tx.query(END_ALL, [userId]);
  }

  async endOthers(tx: Tx, { id, sessionId }: SignedInUser): Promise<void> {
    await tx.query(END_OTHERS, [id, sessionId, MAX_IDLE_SECONDS]);
  }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest();
