import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { UsersModule } from '../users/users.module.js';
import { AccountMails } from './account-mails.service.js';
import { AuthController } from './auth.controller.js';
import { AuthGuard } from './auth.guard.js';
import { AuthService } from './auth.service.js';
import { CallersService } from './callers.service.js';
import { LoginAttempts } from './login-attempts.service.js';
import { MeController } from './me.controller.js';
import { OwnSessionsService } from './own-sessions.service.js';
import { OpenStreams } from './open-streams.js';
import { PasswordChangesService } from './password-changes.service.js';
import { PasswordResetsController } from './password-resets.controller.js';
import { PasswordResetsService } from './password-resets.service.js';
import { RateLimits } from './rate-limits.js';
import { RouteAccessService } from './route-access.service.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';
import { StreamAccessService } from './stream-access.service.js';

@Module({
  imports: [ApiKeysModule, UsersModule, AuditModule],
  controllers: [AuthController, PasswordResetsController, MeController, SessionsController],
  providers: [
    AuthService,
    PasswordChangesService,
    PasswordResetsService,
    AccountMails,
    SessionsService,
    OwnSessionsService,
    LoginAttempts,
    RateLimits,
    OpenStreams,
    CallersService,
    RouteAccessService,
    StreamAccessService,
    { provide: APP_GUARD, useClass: AuthGuard },
  ],
  exports: [SessionsService, PasswordResetsService],
})
export class AuthModule {}
