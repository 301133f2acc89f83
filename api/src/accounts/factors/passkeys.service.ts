import { Injectable } from '@nestjs/common';
import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { Config } from '../../platform/config/config.module.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import * as sql from './passkeys.queries.js';

/** Loaded with the first passkey: it takes memory, and a worker never needs it. */
const webauthn = () => import('@simplewebauthn/server');

const RP_NAME = 'Payment gateway';
const CHALLENGE_SECONDS = 5 * 60;
const MAX_PASSKEYS = 20;

interface StoredPasskey {
  id: string;
  userId: string;
  publicKey: Buffer;
  counter: number | string;
  transports: AuthenticatorTransport[];
}

export type PasskeyPurpose = 'add' | 'confirm' | 'sign_in';

export interface ShownPasskey {
  id: string;
  name: string;
  last_used_at: string | null;
  created_at: string;
}

/**
 * Passkeys by WebAuthn. They belong to the dashboard's host, and a challenge is accepted once. Options and responses are
 * JSON as browsers read and write it.
 */
@Injectable()
export class PasskeysService {
  private readonly origin: string;
  private readonly host: string;

  constructor(
    private readonly database: Database,
    config: Config,
  ) {
    const { origin, hostname } = new URL(config.PUBLIC_DASHBOARD_URL);
    [this.origin, this.host] = [origin, hostname];
  }

  async list(userId: string): Promise<ShownPasskey[]> {
    const rows = await this.database.query<{ body: string }>(sql.LIST, [userId]);
    return rows.map(({ body }) => JSON.parse(body) as ShownPasskey);
  }

  async optionsToAdd({ id, email, name }: { id: string; email: string; name: string }): Promise<string> {
    const known = await this.database.query<StoredPasskey>(sql.OF_USER, [id]);
    const { generateRegistrationOptions } = await webauthn();
    const options = await generateRegistrationOptions({
      rpName: RP_NAME,
      rpID: this.host,
      userName: email,
      userDisplayName: name,
      userID: new TextEncoder().encode(id),
      attestationType: 'none',
      excludeCredentials: known.map(({ id: credential, transports }) => ({ id: credential, transports })),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    });
    await this.keep(options.challenge, 'add', id);
    return JSON.stringify(options);
  }

  async add(tx: Tx, userId: string, name: string, response: string): Promise<void> {
    const given = parsed<RegistrationResponseJSON>(response);
    const { verifyRegistrationResponse } = await webauthn();
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: given,
      expectedChallenge: await this.take(given, 'add', userId),
      expectedOrigin: this.origin,
      expectedRPID: this.host,
      requireUserVerification: false,
    }).catch(refused);
    if (!verified) throw wrongPasskey();
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
    const values = [id, userId, name, Buffer.from(publicKey), counter, transports, MAX_PASSKEYS];
    if ((await tx.query(sql.ADD, values)).length === 0) {
      throw new ApiError(
        'second_factor_exists',
        'This passkey is registered already, or you have 20: remove one first',
      );
    }
  }

  /** `userId` null: the browser offers every passkey of this host, and the user types no email. */
  async optionsToProve(purpose: 'confirm' | 'sign_in', userId: string | null): Promise<string> {
    const known = userId === null ? [] : await this.database.query<StoredPasskey>(sql.OF_USER, [userId]);
    const { generateAuthenticationOptions } = await webauthn();
    const options = await generateAuthenticationOptions({
      rpID: this.host,
      allowCredentials: known.map(({ id, transports }) => ({ id, transports })),
      userVerification: userId === null ? 'required' : 'preferred',
    });
    await this.keep(options.challenge, purpose, userId);
    return JSON.stringify(options);
  }

  /**
   * The user whose passkey made the response. Without `userId` the passkey replaces the password too, so it must have
   * verified the user by a PIN, a finger or a face.
   */
  async prove(purpose: 'confirm' | 'sign_in', userId: string | null, response: string): Promise<string> {
    const given = parsed<AuthenticationResponseJSON>(response);
    const [stored] = await this.database.query<StoredPasskey>(sql.FIND, [String(given.id)]);
    if (!stored || (userId !== null && stored.userId !== userId)) throw wrongPasskey();
    const { id, publicKey, transports } = stored;
    const { verifyAuthenticationResponse } = await webauthn();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: given,
      expectedChallenge: await this.take(given, purpose, userId),
      expectedOrigin: this.origin,
      expectedRPID: this.host,
      credential: { id, publicKey: new Uint8Array(publicKey), counter: Number(stored.counter), transports },
      requireUserVerification: userId === null,
    }).catch(refused);
    const used = verified && (await this.database.query(sql.USE, [id, authenticationInfo.newCounter])).length > 0;
    if (!used) throw wrongPasskey();
    return stored.userId;
  }

  async remove(tx: Tx, userId: string, id: string): Promise<void> {
    if ((await tx.query(sql.REMOVE, [userId, id])).length === 0) {
      throw new ApiError('passkey_not_found', 'Passkey not found');
    }
  }

  /** Deletes a batch of challenges that ended longer ago than this. Returns how many. */
  async forget(tx: Tx, endedMs: number, limit: number): Promise<number> {
    return (await tx.query(sql.FORGET, [endedMs, limit])).length;
  }

  private async keep(challenge: string, purpose: PasskeyPurpose, userId: string | null): Promise<void> {
    await this.database.query(sql.CHALLENGE, [challenge, purpose, userId, CHALLENGE_SECONDS]);
  }

  /** The challenge that the response answers, once. */
  private async take(given: Answer, purpose: PasskeyPurpose, userId: string | null): Promise<string> {
    const data = Buffer.from(String(given.response?.clientDataJSON), 'base64url').toString('utf8');
    const { challenge } = parsed<{ challenge?: unknown }>(data);
    const taken = await this.database.query(sql.TAKE_CHALLENGE, [String(challenge), purpose, userId]);
    if (taken.length === 0) throw wrongPasskey();
    return String(challenge);
  }
}

/** Not validated yet: a caller may send any JSON. */
interface Answer {
  response?: { clientDataJSON?: unknown };
}

function parsed<T extends object>(response: string): T {
  try {
    const read: unknown = JSON.parse(response);
    if (typeof read === 'object' && read !== null) return read as T;
  } catch {
    // no JSON
  }
  throw wrongPasskey();
}

/** The library throws for a response of another host, another challenge, or with a wrong signature. */
function refused(error: unknown): never {
  throw new ApiError(WRONG, WORDS, { field: 'response', cause: error });
}

const WRONG = 'wrong_passkey';
const WORDS = 'This passkey was not accepted: try again, or use another factor';
const wrongPasskey = () => new ApiError(WRONG, WORDS, { field: 'response' });
