import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { FactorsModule } from '../factors/factors.module.js';
import { UsersModule } from '../users/users.module.js';
import { AccountMails } from './account-mails.service.js';
import { AuthController } from './auth.controller.js';
import { AuthGuard } from './auth.guard.js';
import { AuthService } from './auth.service.js';
import { CallersService } from './callers.service.js';
import { FactorResetsService } from './factor-resets.service.js';
import { LoginAttempts } from './login-attempts.service.js';
import { MeController } from './me.controller.js';
import { OwnFactorsService } from './own-factors.service.js';
import { OwnSessionsService } from './own-sessions.service.js';
import { MemberFactorsController } from './member-factors.controller.js';
import { OpenStreams } from './open-streams.js';
import { PasskeySignInsController } from './passkey-sign-ins.controller.js';
import { PasskeySignInsService } from './passkey-sign-ins.service.js';
import { PasskeysController } from './passkeys.controller.js';
import { PasswordChangesService } from './password-changes.service.js';
import { PasswordResetsController } from './password-resets.controller.js';
import { PasswordResetsService } from './password-resets.service.js';
import { ProofsService } from './proofs.service.js';
import { RateLimits } from './rate-limits.js';
import { RouteAccessService } from './route-access.service.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';
import { SignInsService } from './sign-ins.service.js';
import { StreamAccessService } from './stream-access.service.js';

@Module({
  imports: [ApiKeysModule, UsersModule, AuditModule, FactorsModule],
  controllers: [
    AuthController,
    PasswordResetsController,
    MeController,
    SessionsController,
    SecondFactorController,
    MemberFactorsController,
    PasskeysController,
    PasskeySignInsController,
  ],
  providers: [
    AuthService,
    PasswordChangesService,
    PasswordResetsService,
    AccountMails,
    SessionsService,
    SignInsService,
    ProofsService,
    OwnFactorsService,
    PasskeySignInsService,
    FactorResetsService,
    OwnSessionsService,
    LoginAttempts,
    RateLimits,
    OpenStreams,
    CallersService,
    RouteAccessService,
    StreamAccessService,
    { provide: APP_GUARD, useClass: AuthGuard },
  ],
  exports: [SessionsService, SignInsService, PasswordResetsService, FactorsModule],
})
export class AuthModule {}
