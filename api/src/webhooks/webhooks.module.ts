import { Module } from '@nestjs/common';
import { Config } from '../config/config.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { EventsModule } from '../events/events.module.js';
import { AddressGuard } from './address-guard.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliverWebhookProcessor } from './deliver-webhook.processor.js';
import { EndpointHttp } from './endpoint-http.js';
import { EndpointsController } from './endpoints.controller.js';
import { EndpointsService } from './endpoints.service.js';
import { ReplayService } from './replay.service.js';
import { SampleEventsService } from './sample-events.service.js';
import { WebhookLogsController } from './webhook-logs.controller.js';
import { WebhookLogsService } from './webhook-logs.service.js';

@Module({
  imports: [EventsModule, AuditModule],
  controllers: [EndpointsController, WebhookLogsController],
  providers: [
    { provide: AddressGuard, inject: [Config], useFactory: guardOf },
    { provide: EndpointHttp, inject: [Config, AddressGuard], useFactory: httpOf },
    EndpointsService,
    SampleEventsService,
    ReplayService,
    WebhookLogsService,
    DeliveriesService,
    DeliverWebhookProcessor,
  ],
  exports: [DeliveriesService],
})
export class WebhooksModule {}

function guardOf(config: Config): AddressGuard {
  const { WEBHOOK_ALLOWED_CIDRS: allowedCidrs, DEMO: demo, WEBHOOK_ALLOW_PRIVATE: allowPrivate } = config;
  return new AddressGuard({ allowedCidrs, demo, allowPrivate });
}

function httpOf(config: Config, guard: AddressGuard): EndpointHttp {
  return new EndpointHttp({ guard, timeoutMs: config.WEBHOOK_TIMEOUT });
}
