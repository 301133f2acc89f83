import { Module } from '@nestjs/common';
import { RequestLog } from './request-log.js';
import { RequestLogsController } from './request-logs.controller.js';
import { RequestLogsService } from './request-logs.service.js';
import { StatisticsController } from './statistics.controller.js';
import { StatisticsService } from './statistics.service.js';

@Module({
  controllers: [StatisticsController, RequestLogsController],
  providers: [StatisticsService, RequestLogsService, RequestLog],
  exports: [StatisticsService, RequestLogsService],
})
export class ReportsModule {}
