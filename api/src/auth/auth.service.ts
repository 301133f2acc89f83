import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '../access/caller.js';
import type { Whence } from '../access/decorators.js';
import { permissionsOf } from '../access/permissions.js';
import { AuditService } from '../audit/audit.service.js';
import { ApiError } from '../common/api-error.js';
import { Config } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { hashPassword } from '../users/password.js';
import { type User, UsersService } from '../users/users.service.js';
import type {
  ChangePasswordDto,
  DoneDto,
  InviteInfoDto,
  LoginDto,
  MeDto,
  RegisterDto,
  SessionDto,
} from './auth.dto.js';
import { LoginAttempts } from './login-attempts.service.js';
import { SessionsService } from './sessions.service.js';

const WRONG = 'Wrong email or password';

/** In and out: login, registration, invites, passwords. */
@Injectable()
export class AuthService {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly attempts: LoginAttempts,
    private readonly audit: AuditService,
  ) {}

  /** `replaced`: the session the browser came with ends, so that no token from before the login lives on. */
  async login({ email, password }: LoginDto, from: Whence, replaced: string | null): Promise<SessionDto> {
    const user = await this.authenticate(email, password, from);
    if (replaced) await this.sessions.endToken(replaced);
    return this.enter(user, from, 'auth.login');
  }

  async register(input: RegisterDto, from: Whence): Promise<SessionDto> {
    const { invite, email, password } = input;
    if (!invite) {
      if (this.config.REGISTRATION === 'off') {
        throw new ApiError('PERMISSION_ERROR', 'Registration is off: ask a merchant for an invite');
      }
      const name = input.merchant_name ?? `${input.name} (test)`;
      return this.enter(await this.users.register(input, { name, mode: 'test', email }), from, 'auth.register');
    }
    if (!(await this.users.isKnown(email)))
      return this.enter(await this.users.register(input, invite), from, 'auth.join');
    const user = await this.authenticate(email, password, from);
    await this.users.join(user, invite);
    return this.enter(user, from, 'auth.join');
  }

  async invite(token: string): Promise<InviteInfoDto> {
    const found = await this.users.invite(token);
    if (!found) throw new ApiError('NOT_FOUND_ERROR', 'Invite not found');
    return found;
  }

  async logout(user: SignedInUser, from: Whence): Promise<DoneDto> {
    await this.audit.ofUser(user.id, 'auth.logout', from);
    await this.sessions.end(user.sessionId);
    return { done: true };
  }

  /** Every other session of the user ends. */
  async changePassword(user: SignedInUser, input: ChangePasswordDto, from: Whence): Promise<DoneDto> {
    await this.authenticate(user.email, input.current_password, from);
    const hash = await hashPassword(input.new_password);
    await this.database.transaction(async (tx) => {
      await this.users.setPassword(tx, user.id, hash);
      await this.sessions.endOthers(tx, user);
    });
    await this.audit.ofUser(user.id, 'auth.change_password', from);
    return { done: true };
  }

  async me({ id, email, name }: User): Promise<MeDto> {
    const merchants = await this.users.merchantsOf(id);
    return {
      user: { id, email, name },
      merchants: merchants.map(({ timeZone, ...one }) => ({
        ...one,
        time_zone: timeZone,
        permissions: [...permissionsOf(one.role, one.mode)],
      })),
    };
  }

  private async authenticate(email: string, password: string, from: Whence): Promise<User> {
    const user = await this.attempts.attempt(email, from.address, () => this.users.withPassword(email, password));
    if (user) return user;
    await this.audit.failedLogin(email, from);
    throw new ApiError('AUTHENTICATION_ERROR', WRONG);
  }

  private async enter(user: User, from: Whence, action: string): Promise<SessionDto> {
    const session = await this.sessions.begin(user.id, from);
    await this.audit.ofUser(user.id, action, from);
    return { ...session, ...(await this.me(user)) };
  }
}
