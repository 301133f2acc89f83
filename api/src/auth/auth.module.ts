import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { MerchantsModule } from '../merchants/merchants.module.js';
import { AuthGuard } from './auth.guard.js';
import { RateLimits } from './rate-limits.js';

@Module({
  imports: [MerchantsModule],
  providers: [RateLimits, { provide: APP_GUARD, useClass: AuthGuard }],
})
export class AuthModule {}
