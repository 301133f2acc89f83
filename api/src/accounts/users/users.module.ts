import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AccountLocks } from './account-locks.service.js';
import { MembersController } from './members.controller.js';
import { MembersService } from './members.service.js';
import { MerchantsController } from './merchants.controller.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [AuditModule],
  controllers: [MembersController, MerchantsController],
  providers: [UsersService, MembersService, AccountLocks],
  exports: [UsersService, MembersService, AccountLocks],
})
export class UsersModule {}
