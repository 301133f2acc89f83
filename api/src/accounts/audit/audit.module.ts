import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AuditChain } from './audit-chain.service.js';
import { AuditExport } from './audit-export.service.js';
import { AuditLogController } from './audit.controller.js';
import { AuditInterceptor } from './audit.interceptor.js';
import { AuditService } from './audit.service.js';

@Module({
  controllers: [AuditLogController],
  providers: [AuditService, AuditChain, AuditExport, { provide: APP_INTERCEPTOR, useClass: AuditInterceptor }],
  exports: [AuditService, AuditChain],
})
export class AuditModule {}
