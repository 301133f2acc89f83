import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.module.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { Caller } from '../access/caller.js';
import type { Mode, Role } from '../access/permissions.js';
import { insertMerchant, merchantsMadeBy, type NewMerchant } from '../merchants/merchants.sql.js';
import { hashPassword, isPassword } from './password.js';
import * as sql from './users.queries.js';

/** How many merchants a user may create. Operators have no limit. */
const MAX_MERCHANTS: Readonly<Record<Mode, number>> = { test: 10, live: 5 };

export interface User {
  id: string;
  email: string;
  name: string;
  /** Runs this installation and may create active live merchants. */
  operator: boolean;
}

/** A merchant as one of its members sees it. */
export type Membership = Caller['merchant'] & {
  role: Role;
  /** The merchant refuses members without a second factor. */
  requiresFactor: boolean;
};

/** A membership in the user's own list. */
export type OwnMembership = Omit<Membership, 'compatibleApis'> & { timeZone: string; locale: string };

export interface Invite {
  merchantId: string;
  email: string;
  role: Role;
}

type WithHash = User & { passwordHash: string };

/** Users and their memberships. */
@Injectable()
export class UsersService {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /** The user with this password, otherwise null. An unknown user and a wrong password take the same time. */
  async withPassword(email: string, password: string): Promise<User | null> {
    const user = await this.find(email);
    const matches = await isPassword(password, user?.passwordHash); // also without a user, so that the time is the same
    return user && matches ? withoutHash(user) : null;
  }

  async byEmail(email: string): Promise<User | null> {
    const user = await this.find(email);
    return user ? withoutHash(user) : null;
  }

  async byId(id: string): Promise<User> {
    const [user] = await this.database.query<User>(sql.BY_ID, [id]);
    if (!user) throw new Error('a user without a row');
    return user;
  }

  async isKnown(email: string): Promise<boolean> {
    return (await this.find(email)) !== undefined;
  }

  private async find(email: string): Promise<WithHash | undefined> {
    return (await this.database.query<WithHash>(sql.BY_EMAIL, [normalizeEmail(email)]))[0];
  }

  async setPassword(tx: Tx, userId: string, passwordHash: string): Promise<void> {
    await tx.query(sql.SET_PASSWORD, [userId, passwordHash]);
  }

  merchantsOf(userId: string): Promise<OwnMembership[]> {
    return this.database.query<OwnMembership>(sql.MERCHANTS, [userId]);
  }

  /** The user's membership with this merchant, or with their first. */
  async membership(userId: string, merchantId: string | null): Promise<Membership | null> {
    const [found] = await this.database.query<Membership>(sql.MERCHANT, [userId, merchantId]);
    return found ?? null;
  }

  /** Creates a user who owns a new test merchant, or joins the merchant of an invite. */
  async register(
    input: { email: string; name: string; password: string },
    joins: { invite: string } | { merchantName: string },
  ): Promise<User> {
    const email = normalizeEmail(input.email);
    const passwordHash = await hashPassword(input.password);
    return this.database.transaction(async (tx) => {
      const invite = 'invite' in joins ? await this.takeInvite(tx, hashToken(joins.invite), email) : null;
      const [user] = await tx.query<User>(sql.CREATE, [email, input.name, passwordHash]);
      if (!user) throw emailTaken();
      if (invite) await tx.query(sql.JOIN, [invite.merchantId, user.id, invite.role]);
      else if ('merchantName' in joins) await this.createMerchant(tx, user, { name: joins.merchantName, mode: 'test' });
      return user;
    });
  }

  /** An existing user accepts an invite. */
  async join(tx: Tx, user: Pick<User, 'id' | 'email'>, inviteHash: Buffer): Promise<void> {
    const { merchantId, role } = await this.takeInvite(tx, inviteHash, user.email);
    await tx.query(sql.JOIN, [merchantId, user.id, role]);
  }

  /**
   * Creates a merchant that the user owns; returns its JSON. A live merchant waits for activation unless an operator
   * creates it, or in demo runs, which reach no real bank.
   */
  async createMerchant(
    tx: Tx,
    { id, email, operator }: User,
    { name, mode }: Pick<NewMerchant, 'name' | 'mode'>,
  ): Promise<{ id: string; body: string }> {
    if (!operator) {
      await tx.query(sql.LOCK_USER, [id]);
      if ((await merchantsMadeBy(tx, id, mode)) >= MAX_MERCHANTS[mode]) throw tooManyMerchants(mode);
    }
    const active = mode === 'test' || operator || this.config.DEMO;
    const created = await insertMerchant(tx, { name, mode, email, createdBy: id, active });
    await tx.query(sql.JOIN, [created.id, id, 'owner' satisfies Role]);
    return created;
  }

  /** An invite; null if it is unknown, used or expired. */
  async invite(token: string): Promise<{ email: string; role: Role; merchant: string; mode: Mode } | null> {
    const values = [hashToken(token)];
    const [found] = await this.database.query<{ email: string; role: Role; merchant: string; mode: Mode }>(
      sql.INVITE,
      values,
    );
    return found ?? null;
  }

  private async takeInvite(tx: Tx, inviteHash: Buffer, email: string): Promise<Invite> {
    const [invite] = await tx.query<Invite>(sql.TAKE_INVITE, [inviteHash]);
    if (!invite) throw inviteInvalid();
    if (invite.email !== email) throw inviteForAnother(invite.email);
    return invite;
  }
}

/** Emails are stored and compared in lower case. */
export const normalizeEmail = (email: string) => email.trim().toLowerCase();

export const hashToken = (token: string) => createHash('sha256').update(token).digest();

export const inviteInvalid = () =>
  new ApiError('invite_invalid', 'This invite is no longer valid: ask for a new one', { field: 'invite' });
export const inviteForAnother = (email: string) =>
  new ApiError('invite_for_another', `This invite is for ${email}`, { field: 'email' });
const tooManyMerchants = (mode: Mode) =>
  new ApiError(
    'limit_reached',
    `You have made ${MAX_MERCHANTS[mode]} ${mode} merchants, which is the limit: use one of them, or ask an operator of ` +
      'this gateway to make another',
    { field: 'mode' },
  );
const emailTaken = () =>
  new ApiError('account_exists', 'There is an account with this email already: sign in instead', { field: 'email' });

const withoutHash = ({ passwordHash: _, ...user }: WithHash): User => user;
