import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../access/caller.js';
import { Can, CurrentCaller } from '../access/decorators.js';
import { Operation } from '../common/operation.js';
import { AuditPageDto, ListAuditDto } from './audit.dto.js';
import { AuditService } from './audit.service.js';

@ApiTags('Audit log')
@Controller('api/v1/audit-log')
export class AuditLogController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @Can('audit:read')
  @Operation({
    summary: 'Who did what',
    description: 'Every change by a person, and every login, the newest first.',
    answer: AuditPageDto,
    people: true,
  })
  list(@CurrentCaller() caller: Caller, @Query() query: ListAuditDto) {
    return this.audit.list(caller, query);
  }
}
