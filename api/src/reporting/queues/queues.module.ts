import { Module } from '@nestjs/common';
import { QueueStatusController } from './queue-status.controller.js';
import { QueueStatusService } from './queue-status.service.js';

@Module({
  controllers: [QueueStatusController],
  providers: [QueueStatusService],
})
export class QueuesModule {}
