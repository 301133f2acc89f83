import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { DatabaseProbe } from './database-probe.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { MetricsServer } from './metrics-server.js';
import { QueueStatusController } from './queue-status.controller.js';
import { QueueStatusService } from './queue-status.service.js';
import { Readiness } from './readiness.js';
import { WorkerHeartbeat } from './worker-heartbeat.js';

@Module({
  imports: [TerminusModule],
  controllers: [HealthController, QueueStatusController, MetricsController],
  providers: [DatabaseProbe, HealthService, Readiness, WorkerHeartbeat, QueueStatusService, Metrics, MetricsServer],
  exports: [Readiness, WorkerHeartbeat],
})
export class HealthModule {}
