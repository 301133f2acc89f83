import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../../platform/http/operation.js';
import type { Caller } from '../access/caller.js';
import { Can, CurrentCaller } from '../access/decorators.js';
import { AuditChain } from './audit-chain.service.js';
import { AuditExport } from './audit-export.service.js';
import { AuditPageDto, AuditVerificationDto, ExportAuditDto, ListAuditDto, VerifyAuditDto } from './audit.dto.js';
import { AuditService } from './audit.service.js';

@ApiTags('Audit log')
@Controller('api/v1/audit-log')
export class AuditLogController {
  constructor(
    private readonly audit: AuditService,
    private readonly chain: AuditChain,
    private readonly exports: AuditExport,
  ) {}

  @Get()
  @Can('audit:read')
  @Operation({
    summary: 'Who did what',
    description:
      'Every change by a person, every change of configuration by an API key or the gateway itself, and every login, the ' +
      'newest first.',
    answer: AuditPageDto,
    people: true,
  })
  list(@CurrentCaller() caller: Caller, @Query() query: ListAuditDto) {
    return this.audit.list(caller, query);
  }

  @Get('export')
  @Can('audit:read')
  @Operation({
    summary: 'The audit log as a file',
    description:
      'Every entry as it was appended, the oldest first: intents and outcomes apart, with their place in the chain of hashes.',
    answer: 'file',
    people: true,
  })
  export(@CurrentCaller() caller: Caller, @Query() query: ExportAuditDto) {
    return this.exports.file(caller, query);
  }

  @Get('verify')
  @Can('audit:read')
  @Operation({
    summary: 'Whether the audit log is what was written',
    description:
      'Reads up to 20 000 entries per call and names the first that was changed, removed or put in. While there is a ' +
      '`next_seq`, call again with it.',
    answer: AuditVerificationDto,
    people: true,
  })
  verify(@CurrentCaller() caller: Caller, @Query() query: VerifyAuditDto): Promise<AuditVerificationDto> {
    return this.chain.verify(caller, query.from_seq);
  }
}
