import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.module.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { SignedInUser } from '../access/caller.js';
import type { ClientInfo } from '../access/decorators.js';
import { permissionsOf } from '../access/permissions.js';
import { AuditService } from '../audit/audit.service.js';
import { DONE } from '../audit/outcome.js';
import { refuseWeakPassword } from '../users/password-strength.js';
import { FactorsService } from '../factors/factors.service.js';
import {
  hashToken,
  normalizeEmail,
  inviteForAnother,
  inviteInvalid,
  type User,
  UsersService,
} from '../users/users.service.js';
import { AccountMails } from './account-mails.service.js';
import type { DoneDto, InviteInfoDto, LoginDto, MeDto, RegisterDto, SessionDto } from './auth.dto.js';
import { LoginAttempts } from './login-attempts.service.js';
import { wrongPassword } from './password-changes.service.js';
import { ProofsService } from './proofs.service.js';
import { RateLimits } from './rate-limits.js';
import type { SecondFactorSignInDto } from './second-factor.dto.js';
import { SessionsService } from './sessions.service.js';
import { type SignIn, SignInsService } from './sign-ins.service.js';

const JOIN = { action: 'auth.join', inviteHash: null } as const;

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
    private readonly proofs: ProofsService,
    private readonly signIns: SignInsService,
    private readonly factors: FactorsService,
  ) {}

  /** `replaced`: the session token that the request brought. That session ends, so no token outlives a login. */
  async login(input: LoginDto, from: ClientInfo, replaced: string | null): Promise<SessionDto> {
    const user = await this.authenticate(input, from);
    if (replaced) await this.sessions.endToken(replaced);
    const isNewDevice = !this.attempts.isKnownDevice(user.email, input.device_token);
    return this.enter(user, from, { action: 'auth.login', isNewDevice, inviteHash: null });
  }

  /** The second step of a sign-in. */
  async secondFactor({ token, code }: SecondFactorSignInDto, from: ClientInfo): Promise<SessionDto> {
    const { action, isNewDevice, inviteHash, ...user } = await this.signIns.find(token, from.address);
    await this.proofs.code(user.id, code, action, from);
    return this.openSession(user, from, { action, isNewDevice, inviteHash }, (tx) => this.signIns.take(tx, token));
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
    const [merchants, hasFactor] = await Promise.all([this.users.merchantsOf(id), this.factors.has(id)]);
    return {
      user: { id, email, name, operator, second_factor: hasFactor },
      merchants: merchants.map(({ timeZone, requiresFactor, ...one }) => ({
        ...one,
        time_zone: timeZone,
        requires_second_factor: requiresFactor,
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
    return this.openSession(user, from, { action: 'auth.register', isNewDevice: false, inviteHash: null });
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
      return this.openSession(await this.users.register(input, { invite }), from, { ...JOIN, isNewDevice: false });
    const user = await this.authenticate(input, from);
    const isNewDevice = !this.attempts.isKnownDevice(user.email, input.device_token);
    return this.enter(user, from, { ...JOIN, isNewDevice, inviteHash: hashToken(invite) });
  }

  private async authenticate(
    { email, password, device_token: deviceToken }: LoginDto,
    from: ClientInfo,
  ): Promise<User> {
    const attempt = { email, deviceToken, address: from.address };
    const user = await this.attempts.attempt(attempt, () => this.proofs.userOf(email, password));
    if (user) return user;
    // Not awaited: only an existing account has merchants whose logs are written, so the response time would reveal it.
    this.audit
      .failedLogin(email, from)
      .catch((error: Error) => this.logger.warn(`could not record a failed login in the audit log: ${error.message}`));
    throw wrongPassword();
  }

  /** Opens a session, or asks a user with a second factor for it. */
  private async enter(user: User, from: ClientInfo, signIn: SignIn): Promise<SessionDto> {
    const methods = await this.factors.methods(user.id);
    if (methods.length === 0) return this.openSession(user, from, signIn);
    const begun = await this.signIns.begin(user.id, signIn);
    const { id, email, name, operator } = user;
    return {
      ...begun,
      device_token: '',
      user: { id, email, name, operator, second_factor: true },
      merchants: [],
      second_factor: { methods },
    };
  }

  /** `also` runs in the transaction that opens the session. */
  async openSession(
    user: User,
    from: ClientInfo,
    { action, isNewDevice, inviteHash }: SignIn,
    also: (tx: Tx) => Promise<void> = () => Promise.resolve(),
  ): Promise<SessionDto> {
    const session = await this.database.transaction(async (tx) => {
      await also(tx);
      if (inviteHash) await this.users.join(tx, user, inviteHash);
      const begun = await this.sessions.begin(tx, user.id, from);
      if (isNewDevice) await this.mails.newSignIn(tx, user, from);
      return begun;
    });
    await this.audit.ofUser(user.id, action, from, DONE);
    const device_token = this.attempts.deviceToken(user.email);
    return { ...session, device_token, ...(await this.me(user)), second_factor: null };
  }
}
