import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { UsersModule } from '../users/users.module.js';
import { AuthController } from './auth.controller.js';
import { AuthGuard } from './auth.guard.js';
import { AuthService } from './auth.service.js';
import { LoginAttempts } from './login-attempts.service.js';
import { MeController } from './me.controller.js';
import { OpenStreams } from './open-streams.js';
import { RateLimits } from './rate-limits.js';
import { SessionsService } from './sessions.service.js';

@Module({
  imports: [ApiKeysModule, UsersModule, AuditModule],
  controllers: [AuthController, MeController],
  providers: [
    AuthService,
    SessionsService,
    LoginAttempts,
    RateLimits,
    OpenStreams,
    { provide: APP_GUARD, useClass: AuthGuard },
  ],
  exports: [SessionsService],
})
export class AuthModule {}
