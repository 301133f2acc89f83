import { Module } from '@nestjs/common';
import { RequestLog } from './request-log.js';
import { RequestLogsController } from './request-logs.controller.js';
import { RequestLogsService } from './request-logs.service.js';

@Module({
  controllers: [RequestLogsController],
  providers: [RequestLogsService, RequestLog],
  exports: [RequestLogsService],
})
export class RequestLogsModule {}
