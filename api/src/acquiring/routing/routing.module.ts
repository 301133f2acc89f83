import { Module } from '@nestjs/common';
import { ConnectorsModule } from '../connectors/connectors.module.js';
import { HealthRecorder } from './health-recorder.service.js';
import { Router } from './router.service.js';
import { RoutingRulesService } from './routing-rules.service.js';
import { RoutingController } from './routing.controller.js';

@Module({
  imports: [ConnectorsModule],
  controllers: [RoutingController],
  providers: [Router, RoutingRulesService, HealthRecorder],
  exports: [Router, HealthRecorder],
})
export class RoutingModule {}
