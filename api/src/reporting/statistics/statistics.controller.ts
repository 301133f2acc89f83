import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { StatisticsDto, StatisticsQueryDto } from './statistics.dto.js';
import { StatisticsService } from './statistics.service.js';

@ApiTags('Reports')
@Controller('api/v1/stats')
export class StatisticsController {
  constructor(private readonly statistics: StatisticsService) {}

  @Get()
  @Can('statistics:read')
  @Operation({
    summary: 'What happened in a period, beside the period before',
    description:
      'Payments count by the time of their outcome, money by the time it moved, per currency. At most 366 days; whole ' +
      'hours of UTC, and days in the time zone of the merchant. While `as_of` is behind, the last figures are still to come.',
    answer: StatisticsDto,
    people: true,
  })
  get(@CurrentCaller() caller: Caller, @Query() query: StatisticsQueryDto): Promise<StatisticsDto> {
    return this.statistics.get(caller, query);
  }
}
