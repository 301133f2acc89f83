import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { SignedInUser } from '../access/caller.js';
import type { ClientInfo } from '../access/decorators.js';
import { permissionsOf } from '../access/permissions.js';
import { AuditService } from '../audit/audit.service.js';
import { AccountLocks } from '../users/account-locks.service.js';
import { refuseWeakPassword } from '../users/password-strength.js';
import { hashPassword } from '../users/password.js';
import { addressOf, foreignInvite, noInvite, type User, UsersService } from '../users/users.service.js';
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
import { RateLimits } from './rate-limits.js';
import { SessionsService } from './sessions.service.js';

const WRONG = 'Wrong email or password';
const DONE = 200;
const REFUSED = 401;

/** In and out: login, registration, invites, passwords. */
@Injectable()
export class AuthService {
  private readonly logger = new Logger(AuthService.name);

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly attempts: LoginAttempts,
    private readonly locks: AccountLocks,
    private readonly limits: RateLimits,
    private readonly audit: AuditService,
  ) {}

  /** `replaced`: the session the browser came with ends, so that no token from before the login lives on. */
  async login(input: LoginDto, from: ClientInfo, replaced: string | null): Promise<SessionDto> {
    const user = await this.authenticate(input, from);
    if (replaced) await this.sessions.endToken(replaced);
    return this.enter(user, from, 'auth.login');
  }

  register(input: RegisterDto, from: ClientInfo): Promise<SessionDto> {
    return input.invite === undefined ? this.found(input, from) : this.join(input, input.invite, from);
  }

  async invite(token: string): Promise<InviteInfoDto> {
    const found = await this.users.invite(token);
    if (!found) throw new ApiError('invite_not_found', 'Invite not found');
    return found;
  }

  async logout(user: SignedInUser, from: ClientInfo): Promise<DoneDto> {
    await this.audit.ofUser(user.id, 'auth.logout', from, DONE);
    await this.sessions.end(user.sessionId);
    return { done: true };
  }

  /** Every other session of the user ends. Wrong tries are counted by session: no stranger can keep an owner from it. */
  async changePassword(user: SignedInUser, input: ChangePasswordDto, from: ClientInfo): Promise<DoneDto> {
    const counted = { session: user.sessionId };
    await this.locks.count(counted);
    if (!(await this.users.withPassword(user.email, input.current_password))) {
      await this.audit.ofUser(user.id, 'auth.change_password', from, REFUSED);
      throw new ApiError('wrong_password', WRONG);
    }
    await this.locks.forgive(counted);
    const merchants = await this.users.merchantsOf(user.id);
    const context = [user.email, user.name, ...merchants.map(({ name }) => name)];
    await refuseWeakPassword(input.new_password, 'new_password', context);
    const hash = await hashPassword(input.new_password);
    await this.database.transaction(async (tx) => {
      await this.users.setPassword(tx, user.id, hash);
      await this.sessions.endOthers(tx, user);
    });
    await this.audit.ofUser(user.id, 'auth.change_password', from, DONE);
    return { done: true };
  }

  async me({ id, email, name, operator }: User): Promise<MeDto> {
    const merchants = await this.users.merchantsOf(id);
    return {
      user: { id, email, name, operator },
      merchants: merchants.map(({ timeZone, ...one }) => ({
        ...one,
        time_zone: timeZone,
        permissions: [...permissionsOf(one.role, one.mode)],
      })),
    };
  }

  /**
   * A new user with a merchant of their own. That an email is taken has to be said, as there is no mail to say it by; so
   * each time counts as a failed login of the address.
   */
  private async found(input: RegisterDto, from: ClientInfo): Promise<SessionDto> {
    if (this.config.REGISTRATION === 'off') {
      throw new ApiError('registration_off', 'Registration is off: ask a merchant for an invite');
    }
    const merchantName = input.merchant_name ?? `${input.name} (test)`;
    await refuseWeakPassword(input.password, 'password', [input.email, input.name, merchantName]);
    await this.limits.countLogin(from.address);
    const user = await this.users.register(input, { merchantName });
    await this.limits.forgiveLogin(from.address);
    return this.enter(user, from, 'auth.register');
  }

  /**
   * By an invite, which is judged first, and the new password before anything is looked up: who holds no invite for an
   * email learns nothing about it.
   */
  private async join(input: RegisterDto, invite: string, from: ClientInfo): Promise<SessionDto> {
    const invited = await this.users.invite(invite);
    if (!invited) throw noInvite();
    if (invited.email !== addressOf(input.email)) throw foreignInvite(invited.email);
    await refuseWeakPassword(input.password, 'password', [input.email, input.name, invited.merchant]);
    if (!(await this.users.isKnown(input.email)))
      return this.enter(await this.users.register(input, { invite }), from, 'auth.join');
    const user = await this.authenticate(input, from);
    await this.users.join(user, invite);
    return this.enter(user, from, 'auth.join');
  }

  private async authenticate(
    { email, password, device_token: deviceToken }: LoginDto,
    from: ClientInfo,
  ): Promise<User> {
    const attempt = { email, deviceToken, address: from.address };
    const user = await this.attempts.attempt(attempt, () => this.userOf(email, password));
    if (user) return user;
    // Not waited for: only an account that exists has merchants to note it for, and the time would tell.
    this.audit
      .failedLogin(email, from)
      .catch((error: Error) => this.logger.warn(`failed login not noted in the audit log: ${error.message}`));
    throw new ApiError('wrong_password', WRONG);
  }

  /** The user of a demo run signs in with any password: the run is reached from this machine alone (config/exposure.ts). */
  private userOf(email: string, password: string): Promise<User | null> {
    const isDemoUser = this.config.DEMO && addressOf(email) === addressOf(this.config.TEST_MERCHANT_EMAIL);
    return isDemoUser ? this.users.byEmail(email) : this.users.withPassword(email, password);
  }

  private async enter(user: User, from: ClientInfo, action: string): Promise<SessionDto> {
    const session = await this.sessions.begin(user.id, from);
    await this.audit.ofUser(user.id, action, from, DONE);
    return { ...session, device_token: this.attempts.deviceToken(user.email), ...(await this.me(user)) };
  }
}
