import { Injectable } from '@nestjs/common';
import { Database, type Queryable, type Tx } from '../../platform/database/database.js';
import { statement } from '../../platform/database/sql.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { isUuid } from '../../platform/uuid.js';
import type { Caller } from '../access/caller.js';
import { FactorsService } from '../factors/factors.service.js';
import { AccountMails } from './account-mails.service.js';
import { END_ALL } from './auth.queries.js';
import type { ResetFactorDto } from './second-factor.dto.js';
import { END_ALL as END_SIGN_INS } from './sign-ins.queries.js';

/** A member of merchant $1; `elsewhere`: also of a merchant that user $3 does not own. */
const MEMBER = statement(
  'factor_resets_member',
  `SELECT u.id, u.email, EXISTS (
     SELECT FROM memberships o WHERE o.user_id = u.id AND NOT EXISTS (
       SELECT FROM memberships mine WHERE mine.merchant_id = o.merchant_id AND mine.user_id = $3 AND mine.role = 'owner')
   ) AS elsewhere
   FROM memberships s JOIN users u ON u.id = s.user_id WHERE s.merchant_id = $1 AND s.user_id = $2`,
);

interface Member {
  id: string;
  email: string;
  elsewhere: boolean;
}

/**
 * Removes the second factors of a user who lost them, and ends the user's sessions. The next sign-in takes the password
 * alone. False if the user had none.
 */
export async function resetFactors(tx: Queryable, factors: FactorsService, userId: string): Promise<boolean> {
  const had = await factors.removeAll(tx, userId);
  if (!had) return false;
  await tx.query(END_SIGN_INS, [userId]);
  await tx.query(END_ALL, [userId]);
  return true;
}

/** The reset by an owner. They must own all merchants of the member, because the factor guards all of them. */
@Injectable()
export class FactorResetsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly factors: FactorsService,
    private readonly mails: AccountMails,
  ) {}

  async reset(caller: Caller, id: string, key: GivenKey | null): Promise<StoredResponse<ResetFactorDto>> {
    await this.resettable(this.database, caller, id); // before a replay of the response
    return this.idempotency.once(this.idempotency.keyFor(key, caller.merchant.id), 200, async (tx: Tx) => {
      const member = await this.resettable(tx, caller, id);
      const reset = await resetFactors(tx, this.factors, id);
      if (reset) await this.mails.factorChanged(tx, member, 'reset');
      return { id, body: JSON.stringify({ id, reset }) };
    });
  }

  private async resettable(db: Queryable, { merchant, user }: Caller, id: string): Promise<Member> {
    const [member] = await db.query<Member>(MEMBER, [merchant.id, isUuid(id) ? id : null, user?.id ?? null]);
    if (!member) throw new ApiError('member_not_found', 'Member not found');
    if (user?.role !== 'owner') throw new ApiError('owner_required', 'Only an owner may reset a second factor');
    if (member.elsewhere) throw ownedElsewhere();
    return member;
  }
}

const ownedElsewhere = () =>
  new ApiError(
    'second_factor_elsewhere',
    'This member also belongs to merchants that you do not own: ask the operator of this gateway to reset their second ' +
      'factor',
  );
