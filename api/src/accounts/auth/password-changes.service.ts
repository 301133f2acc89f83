import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { SignedInUser } from '../access/caller.js';
import type { ClientInfo } from '../access/decorators.js';
import { AuditService } from '../audit/audit.service.js';
import { DONE, WRONG_PASSWORD } from '../audit/outcome.js';
import { AccountLocks } from '../users/account-locks.service.js';
import { refuseWeakPassword } from '../users/password-strength.js';
import { hashPassword } from '../users/password.js';
import { UsersService } from '../users/users.service.js';
import type { ChangePasswordDto, DoneDto } from './auth.dto.js';
import { SessionsService } from './sessions.service.js';
import { SignInsService } from './sign-ins.service.js';

@Injectable()
export class PasswordChangesService {
  constructor(
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly signIns: SignInsService,
    private readonly locks: AccountLocks,
    private readonly audit: AuditService,
  ) {}

  /**
   * Ends all other sessions of the user. Wrong passwords are counted per session, so a stranger cannot block the
   * change.
   */
  async change(user: SignedInUser, input: ChangePasswordDto, from: ClientInfo): Promise<DoneDto> {
    const countedBy = { session: user.sessionId };
    await this.locks.count(countedBy);
    if (!(await this.users.withPassword(user.email, input.current_password))) {
      await this.audit.ofUser(user.id, 'auth.change_password', from, WRONG_PASSWORD);
      throw wrongPassword();
    }
    await this.locks.forgive(countedBy);
    const merchants = await this.users.merchantsOf(user.id);
    const context = [user.email, user.name, ...merchants.map(({ name }) => name)];
    await refuseWeakPassword(input.new_password, 'new_password', context);
    const hash = await hashPassword(input.new_password);
    await this.database.transaction(async (tx) => {
      await this.users.setPassword(tx, user.id, hash);
      await this.sessions.endOthers(tx, user);
      await this.signIns.endAll(tx, user.id);
    });
    await this.audit.ofUser(user.id, 'auth.change_password', from, DONE);
    return { done: true };
  }
}

export const wrongPassword = () => new ApiError('wrong_password', 'Wrong email or password');
