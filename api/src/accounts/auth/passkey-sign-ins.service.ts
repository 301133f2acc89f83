import { Injectable } from '@nestjs/common';
import type { ClientInfo } from '../access/decorators.js';
import { PasskeysService } from '../factors/passkeys.service.js';
import { UsersService } from '../users/users.service.js';
import type { SessionDto } from './auth.dto.js';
import { AuthService } from './auth.service.js';
import { LoginAttempts } from './login-attempts.service.js';
import type { PasskeyOptionsDto, PasskeyRequestDto, PasskeySignInDto } from './passkey.dto.js';
import { SignInsService } from './sign-ins.service.js';

/** Sign-ins with a passkey: as the second step, or alone. */
@Injectable()
export class PasskeySignInsService {
  constructor(
    private readonly auth: AuthService,
    private readonly users: UsersService,
    private readonly passkeys: PasskeysService,
    private readonly signIns: SignInsService,
    private readonly attempts: LoginAttempts,
  ) {}

  async options({ token }: PasskeyOptionsDto, from: ClientInfo): Promise<PasskeyRequestDto> {
    const user = token === undefined ? null : await this.signIns.find(token, from.address);
    return { options: await this.passkeys.optionsToProve('sign_in', user?.id ?? null) };
  }

  /** Alone, the passkey has verified the user itself, so it stands for the password as well. */
  async signIn({ token, response, device_token: device }: PasskeySignInDto, from: ClientInfo): Promise<SessionDto> {
    if (token !== undefined) {
      const { action, isNewDevice, inviteHash, ...user } = await this.signIns.find(token, from.address);
      await this.passkeys.prove('sign_in', user.id, response);
      const signIn = { action, isNewDevice, inviteHash };
      return this.auth.openSession(user, from, signIn, (tx) => this.signIns.take(tx, token));
    }
    const user = await this.users.byId(await this.passkeys.prove('sign_in', null, response));
    const isNewDevice = !this.attempts.isKnownDevice(user.email, device);
    return this.auth.openSession(user, from, { action: 'auth.login', isNewDevice, inviteHash: null });
  }
}
