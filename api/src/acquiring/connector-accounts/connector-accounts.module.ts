import { Module } from '@nestjs/common';
import { ConnectorsModule } from '../connectors/connectors.module.js';
import { AccountProbes } from './account-probes.service.js';
import { ConnectorAccountChangesService } from './connector-account-changes.service.js';
import { ConnectorAccountsController } from './connector-accounts.controller.js';
import { ConnectorAccountsService } from './connector-accounts.service.js';
import { ConnectorCatalogue } from './connector-catalogue.service.js';
import { ConnectorsController } from './connectors.controller.js';
import { NotifiedAccounts } from './notified-accounts.service.js';

@Module({
  imports: [ConnectorsModule],
  controllers: [ConnectorAccountsController, ConnectorsController],
  providers: [
    ...[AccountProbes, ConnectorAccountsService, ConnectorAccountChangesService, ConnectorCatalogue, NotifiedAccounts],
  ],
  exports: [ConnectorAccountsService, NotifiedAccounts],
})
export class ConnectorAccountsModule {}
