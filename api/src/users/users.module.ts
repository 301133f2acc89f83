import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { MembersController } from './members.controller.js';
import { MembersService } from './members.service.js';
import { MerchantsController } from './merchants.controller.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [AuditModule],
  controllers: [MembersController, MerchantsController],
  providers: [UsersService, MembersService],
  exports: [UsersService, MembersService],
})
export class UsersModule {}
