import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { SignedInUser } from '../access/caller.js';
import type { ClientInfo } from '../access/decorators.js';
import { permissionsOf } from '../access/permissions.js';
import { AuditService } from '../audit/audit.service.js';
import { DONE } from '../audit/outcome.js';
import { refuseWeakPassword } from '../users/password-strength.js';
import { normalizeEmail, inviteForAnother, inviteInvalid, type User, UsersService } from '../users/users.service.js';
import { AccountMails } from './account-mails.service.js';
import type { DoneDto, InviteInfoDto, LoginDto, MeDto, RegisterDto, SessionDto } from './auth.dto.js';
import { LoginAttempts } from './login-attempts.service.js';
import { wrongPassword } from './password-changes.service.js';
import { RateLimits } from './rate-limits.js';
import { SessionsService } from './sessions.service.js';

/** Login, registration, invites and logout. */
@Injectable()
export class AuthService {
  private readonly logger = new Logger(AuthService.name);

  constructor(
    private readonly config: Config,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly attempts: LoginAttempts,
    private readonly limits: RateLimits,
    private readonly audit: AuditService,
    private readonly database: Database,
    private readonly mails: AccountMails,
  ) {}

  /** `replaced`: the session token that the request brought. That session ends, so no token outlives a login. */
  async login(input: LoginDto, from: ClientInfo, replaced: string | null): Promise<SessionDto> {
    const user = await this.authenticate(input, from);
    if (replaced) await this.sessions.endToken(replaced);
    return this.openSession(user, from, 'auth.login', !this.attempts.isKnownDevice(user.email, input.device_token));
  }

  register(input: RegisterDto, from: ClientInfo): Promise<SessionDto> {
    return input.invite === undefined ? this.registerOwner(input, from) : this.acceptInvite(input, input.invite, from);
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
   * Creates a user with a merchant of their own. Without mail, the response has to reveal that an email is taken; so
   * each attempt counts as a failed login of the address until it succeeds.
   */
  private async registerOwner(input: RegisterDto, from: ClientInfo): Promise<SessionDto> {
    if (this.config.REGISTRATION === 'off') {
      throw new ApiError('registration_off', 'Registration is off: ask a merchant for an invite');
    }
    const merchantName = input.merchant_name ?? `${input.name} (test)`;
    await refuseWeakPassword(input.password, 'password', [input.email, input.name, merchantName]);
    await this.limits.countLogin(from.address);
    const user = await this.users.register(input, { merchantName });
    await this.limits.forgiveLogin(from.address);
    return this.openSession(user, from, 'auth.register');
  }

  /**
   * The invite and the strength of the password are checked before the account is looked up: without an invite for an
   * email, the response reveals nothing about its account.
   */
  private async acceptInvite(input: RegisterDto, invite: string, from: ClientInfo): Promise<SessionDto> {
    const invited = await this.users.invite(invite);
    if (!invited) throw inviteInvalid();
    if (invited.email !== normalizeEmail(input.email)) throw inviteForAnother(invited.email);
    await refuseWeakPassword(input.password, 'password', [input.email, input.name, invited.merchant]);
    if (!(await this.users.isKnown(input.email)))
      return this.openSession(await this.users.register(input, { invite }), from, 'auth.join');
    const user = await this.authenticate(input, from);
    await this.users.join(user, invite);
    return this.openSession(user, from, 'auth.join', !this.attempts.isKnownDevice(user.email, input.device_token));
  }

  private async authenticate(
    { email, password, device_token: deviceToken }: LoginDto,
    from: ClientInfo,
  ): Promise<User> {
    const attempt = { email, deviceToken, address: from.address };
    const user = await this.attempts.attempt(attempt, () => this.userOf(email, password));
    if (user) return user;
    // Not awaited: only an existing account has merchants whose logs are written, so the response time would reveal it.
    this.audit
      .failedLogin(email, from)
      .catch((error: Error) => this.logger.warn(`could not record a failed login in the audit log: ${error.message}`));
    throw wrongPassword();
  }

  /**
   * In demo runs the demo user signs in with any password; the run only listens on this machine (config/exposure.ts).
   */
  private userOf(email: string, password: string): Promise<User | null> {
    const isDemoUser = this.config.DEMO && normalizeEmail(email) === normalizeEmail(this.config.TEST_MERCHANT_EMAIL);
    return isDemoUser ? this.users.byEmail(email) : this.users.withPassword(email, password);
  }

  /** `isNewDevice`: an existing account is used on a device that it was not used on before. */
  private async openSession(user: User, from: ClientInfo, action: string, isNewDevice = false): Promise<SessionDto> {
    const session = await this.database.transaction(async (tx) => {
      const begun = await this.sessions.begin(tx, user.id, from);
      if (isNewDevice) await this.mails.newSignIn(tx, user, from);
      return begun;
    });
    await this.audit.ofUser(user.id, action, from, DONE);
    return { ...session, device_token: this.attempts.deviceToken(user.email), ...(await this.me(user)) };
  }
}
