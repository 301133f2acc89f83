import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { ListRequestLogsDto, RequestLogDetailDto, RequestLogPageDto } from './request-log.dto.js';
import { RequestLogsService } from './request-logs.service.js';

@ApiTags('Reports')
@Controller('api/v1/logs')
export class RequestLogsController {
  constructor(private readonly logs: RequestLogsService) {}

  @Get()
  @Can('logs:read')
  @Operation({
    summary: 'List requests made with API keys, newest first',
    description:
      'A request is listed about a second after its response. Under heavy load, or without a database, some are left out.',
    answer: RequestLogPageDto,
    people: true,
  })
  list(@CurrentCaller() caller: Caller, @Query() query: ListRequestLogsDto) {
    return this.logs.list(caller, query);
  }

  @Get(':id')
  @Can('logs:read')
  @Operation({
    summary: 'Get a request with its body',
    answer: RequestLogDetailDto,
    people: true,
    notFound: 'Request not found',
  })
  get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.logs.get(caller, id);
  }
}
