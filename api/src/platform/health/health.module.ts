import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { BacklogService } from './backlog.service.js';
import { DatabaseProbe } from './database-probe.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { MetricsServer } from './metrics-server.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';
import { WorkerHeartbeat } from './worker-heartbeat.js';

@Module({
  imports: [TerminusModule],
  controllers: [HealthController, MetricsController],
  providers: [DatabaseProbe, HealthService, Readiness, WorkerHeartbeat, BacklogService, Metrics, MetricsServer],
  exports: [Readiness, WorkerHeartbeat],
})
export class HealthModule {}
