import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { withField } from '../../platform/json-text.js';
import { formatTime } from '../../platform/mail/mail-formats.js';
import { MailOutbox } from '../../platform/mail/mail-outbox.js';
import { isUuid } from '../../platform/uuid.js';
import type { Caller } from '../access/caller.js';
import type { Role } from '../access/permissions.js';
import { revokeKeysOf, workingKeysOf } from '../merchants/merchants.sql.js';
import { AccountLocks } from './account-locks.service.js';
import type {
  InviteDto,
  InviteMemberDto,
  MemberDto,
  MemberListDto,
  NewInviteDto,
  RemovedMemberDto,
  RemoveMemberDto,
  UnlockedMemberDto,
} from './member.dto.js';
import * as sql from './members.queries.js';
import { normalizeEmail, hashToken } from './users.service.js';

const MAX_MEMBERS = 100;
const INVITE_SECONDS = 7 * 86_400;

/** A merchant's team. Only owners may change owners, and the last owner cannot be removed or demoted. */
@Injectable()
export class MembersService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly outbox: MailOutbox,
    private readonly locks: AccountLocks,
  ) {}

  /** Deletes a batch of invites that expired longer ago than this. Returns how many. */
  async forgetInvites(tx: Tx, expiredMs: number, limit: number): Promise<number> {
    return (await tx.query(sql.FORGET_INVITES, [expiredMs, limit])).length;
  }

  async list({ merchant }: Caller): Promise<StoredResponse<MemberListDto>> {
    const people = await this.database.query<{ id: string; email: string }>(sql.EMAILS, [merchant.id]);
    const values = [merchant.id, people.map(({ id }) => id), people.map((person) => this.locks.accountOf(person))];
    const [found] = await this.database.query<{ body: string }>(sql.LIST, values);
    return new StoredResponse(found?.body ?? '');
  }

  /** The invite's token is in the link of the response and, if mail is on, in a mail to the person invited. */
  invite(
    caller: Caller,
    { email, role }: InviteMemberDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<NewInviteDto>> {
    requireOwnerFor(caller, role);
    const token = randomBytes(32).toString('base64url');
    const invited = normalizeEmail(email);
    const work = async (tx: Tx) => {
      await tx.query(sql.LOCK, [caller.merchant.id]);
      if ((await tx.query(sql.IS_MEMBER, [caller.merchant.id, invited])).length > 0) {
        throw new ApiError('already_member', `${invited} is a member already`, { field: 'email' });
      }
      const values = [
        caller.merchant.id,
        invited,
        role,
        hashToken(token),
        INVITE_SECONDS,
        MAX_MEMBERS,
        caller.user?.id ?? null,
      ];
      const [invite] = await tx.query<{ id: string; body: string }>(sql.INVITE_MEMBER, values);
      if (!invite) throw new ApiError('limit_reached', `A team has at most ${MAX_MEMBERS} members and invites`);
      const url = this.outbox.dashboardUrl(`/register?invite=${token}`);
      const { id, expires_at: until } = JSON.parse(invite.body) as InviteDto;
      await this.mailInvite(tx, caller, { id, email: invited, role, url, until });
      return { id: invite.id, body: withField(invite.body, 'invite_url', url) };
    };
    const secret = { actor: caller.actor, field: 'invite_url' } as const;
    return this.idempotency.once<NewInviteDto>(this.idempotency.keyFor(key, caller.merchant.id), 201, work, { secret });
  }

  private async mailInvite(
    tx: Tx,
    { merchant, user }: Caller,
    { id, email, role, url, until }: { id: string; email: string; role: Role; url: string; until: string },
  ): Promise<void> {
    const sender = await this.outbox.merchant(tx, merchant.id);
    if (!sender) return;
    const { name, locale, timeZone } = sender;
    await this.outbox.write(tx, {
      kind: 'invite',
      merchantId: merchant.id,
      objectId: id,
      recipient: email,
      sender: name,
      locale,
      values: {
        merchant: name,
        inviter: user?.name ?? name,
        role,
        until: formatTime(new Date(until), locale, timeZone),
      },
      secret: { link: url, seconds: INVITE_SECONDS },
    });
  }

  async update(caller: Caller, userId: string, role: Role, key: GivenKey | null): Promise<StoredResponse<MemberDto>> {
    requireOwnerFor(caller, role);
    return this.idempotency.once(this.idempotency.keyFor(key, caller.merchant.id), 200, async (tx) => {
      const before = (await this.lockTeam(tx, caller, userId)) ?? notFound();
      requireOwnerFor(caller, before.role);
      if (before.role === 'owner' && role !== 'owner') refuseLastOwner(before.owners);
      const [updated] = await tx.query<{ body: string }>(sql.UPDATE, [caller.merchant.id, userId, role]);
      return { id: userId, body: (updated ?? notFound()).body };
    });
  }

  /** Removes a member or an open invite. A member's own invites, and on request their API keys, end as well. */
  remove(
    caller: Caller,
    id: string,
    keys: RemoveMemberDto['api_keys'],
    key: GivenKey | null,
  ): Promise<StoredResponse<RemovedMemberDto>> {
    return this.idempotency.once(this.idempotency.keyFor(key, caller.merchant.id), 200, async (tx) => {
      const member = await this.lockTeam(tx, caller, id);
      let working: string[] = [];
      if (member) {
        requireOwnerFor(caller, member.role);
        if (member.role === 'owner') refuseLastOwner(member.owners);
        working = await workingKeysOf(tx, caller.merchant.id, id);
        if (working.length > 0 && keys === undefined) throw keysUndecided(working.length);
        if (keys === 'revoke') await revokeKeysOf(tx, caller.merchant.id, id);
        await tx.query(sql.WITHDRAW_INVITES_OF, [caller.merchant.id, id]);
        await tx.query(sql.REMOVE, [caller.merchant.id, id]);
      } else {
        const [invite] = await tx.query<{ role: Role }>(sql.GET_INVITE, [caller.merchant.id, id]);
        requireOwnerFor(caller, (invite ?? notFound()).role);
        await tx.query(sql.WITHDRAW, [caller.merchant.id, id]);
      }
      const [revoked, kept] = keys === 'revoke' ? [working, []] : [[], working];
      const body = JSON.stringify({ id, deleted: true, revoked_api_keys: revoked, kept_api_keys: kept });
      return { id, body };
    });
  }

  /** Deletes the counts of wrong passwords from devices that never signed in, and of wrong codes. */
  unlock({ merchant }: Caller, id: string, key: GivenKey | null): Promise<StoredResponse<UnlockedMemberDto>> {
    if (!isUuid(id)) return notFound();
    return this.idempotency.once(this.idempotency.keyFor(key, merchant.id), 200, async (tx) => {
      const [member] = await tx.query<{ email: string }>(sql.EMAIL, [merchant.id, id]);
      const byPassword = await this.locks.forgive({ email: (member ?? notFound()).email }, tx);
      const unlocked = (await this.locks.forgive({ factor: id }, tx)) || byPassword;
      return { id, body: JSON.stringify({ id, unlocked }) };
    });
  }

  private async lockTeam(tx: Tx, { merchant }: Caller, userId: string): Promise<{ role: Role; owners: number } | null> {
    if (!isUuid(userId)) return notFound();
    await tx.query(sql.LOCK, [merchant.id]);
    const [member] = await tx.query<{ role: Role; owners: number }>(sql.GET, [merchant.id, userId]);
    return member ?? null;
  }
}

function requireOwnerFor({ user }: Caller, ...roles: Role[]): void {
  if (roles.includes('owner') && user?.role !== 'owner') {
    throw new ApiError('owner_required', 'Only an owner may make, change or remove an owner');
  }
}

function refuseLastOwner(owners: number): void {
  if (owners > 1) return;
  const description = 'A merchant keeps at least one owner: make another member owner first';
  throw new ApiError('last_owner', description, { field: 'role' });
}

const keysUndecided = (count: number) =>
  new ApiError(
    'api_keys_undecided',
    `${count} working API ${count === 1 ? 'key was' : 'keys were'} made by this member: add ?api_keys=revoke to end ` +
      `${count === 1 ? 'it' : 'them'}, or ?api_keys=keep where a server still needs ${count === 1 ? 'it' : 'them'}`,
    { field: 'api_keys' },
  );

function notFound(): never {
  throw new ApiError('member_not_found', 'Member not found');
}
