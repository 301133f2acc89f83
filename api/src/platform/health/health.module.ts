import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { BacklogService } from './backlog.service.js';
import { DatabaseProbe } from './database-probe.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { MetricsServer } from './metrics-server.js';
import { MetricsController } from './metrics.controller.js';
import { Heartbeat } from './heartbeat.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';

@Module({
  imports: [TerminusModule],
  controllers: [HealthController, MetricsController],
  providers: [DatabaseProbe, HealthService, Readiness, Heartbeat, BacklogService, Metrics, MetricsServer],
  exports: [Readiness, Heartbeat],
})
export class HealthModule {}
