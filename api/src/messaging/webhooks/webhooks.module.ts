import { Module } from '@nestjs/common';
import { AuditModule } from '../../accounts/audit/audit.module.js';
import { Config } from '../../platform/config/config.module.js';
import { EventsModule } from '../events/events.module.js';
import { AddressGuard } from './deliveries/address-guard.js';
import { BodyFormats } from './deliveries/body-formats.js';
import { DeliverWebhookProcessor } from './deliveries/deliver-webhook.processor.js';
import { DeliveriesService } from './deliveries/deliveries.service.js';
import { DeliveryAttempts } from './deliveries/delivery-attempts.service.js';
import { DeliveryLeases } from './deliveries/delivery-leases.service.js';
import { DeliveryRecorder } from './deliveries/delivery-recorder.service.js';
import { DeliveryTurns } from './deliveries/delivery-turns.service.js';
import { EndpointHttp } from './deliveries/endpoint-http.js';
import { EndpointDisabling } from './endpoints/endpoint-disabling.service.js';
import { EndpointHealthService } from './endpoints/endpoint-health.service.js';
import { EndpointsController } from './endpoints/endpoints.controller.js';
import { EndpointsService } from './endpoints/endpoints.service.js';
import { ReplayService } from './log/replay.service.js';
import { WebhookLogsController } from './log/webhook-logs.controller.js';
import { WebhookLogsService } from './log/webhook-logs.service.js';
import { SampleEventsService } from './samples/sample-events.service.js';

@Module({
  imports: [EventsModule, AuditModule],
  controllers: [EndpointsController, WebhookLogsController],
  providers: [
    { provide: AddressGuard, inject: [Config], useFactory: guardOf },
    { provide: EndpointHttp, inject: [Config, AddressGuard], useFactory: httpOf },
    BodyFormats,
    EndpointsService,
    EndpointDisabling,
    EndpointHealthService,
    SampleEventsService,
    ReplayService,
    WebhookLogsService,
    DeliveriesService,
    DeliveryLeases,
    DeliveryAttempts,
    DeliveryRecorder,
    DeliveryTurns,
    DeliverWebhookProcessor,
  ],
  exports: [DeliveriesService, EndpointsService, BodyFormats],
})
export class WebhooksModule {}

function guardOf(config: Config): AddressGuard {
  const { WEBHOOK_ALLOWED_CIDRS: allowedCidrs, DEMO: demo, WEBHOOK_ALLOW_PRIVATE: allowPrivate } = config;
  return new AddressGuard({ allowedCidrs, demo, allowPrivate });
}

function httpOf(config: Config, guard: AddressGuard): EndpointHttp {
  return new EndpointHttp({ guard, timeoutMs: config.WEBHOOK_TIMEOUT });
}
