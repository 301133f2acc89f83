import { Module } from '@nestjs/common';
import { EventStream } from './event-stream.js';
import { EventsController } from './events.controller.js';
import { EventsService } from './events.service.js';
import { KeyNotices } from './key-notices.service.js';

@Module({
  controllers: [EventsController],
  providers: [EventsService, EventStream, KeyNotices],
  exports: [EventsService, KeyNotices],
})
export class EventsModule {}
