import { Module } from '@nestjs/common';
import { ConnectorAccountsModule } from '../../acquiring/connector-accounts/connector-accounts.module.js';
import { ConnectorsModule } from '../../acquiring/connectors/connectors.module.js';
import { StatisticsModule } from '../../reporting/statistics/statistics.module.js';
import { DemoData } from './demo-data.service.js';

@Module({
  imports: [ConnectorAccountsModule, ConnectorsModule, StatisticsModule],
  providers: [DemoData],
  exports: [DemoData],
})
export class DemoDataModule {}
