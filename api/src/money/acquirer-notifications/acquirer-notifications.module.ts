import { Module } from '@nestjs/common';
import { ConnectorAccountsModule } from '../../acquiring/connector-accounts/connector-accounts.module.js';
import { ConnectorsModule } from '../../acquiring/connectors/connectors.module.js';
import { AcquirerNotificationsController } from './acquirer-notifications.controller.js';
import { AcquirerNotificationsService } from './acquirer-notifications.service.js';

@Module({
  imports: [ConnectorAccountsModule, ConnectorsModule],
  controllers: [AcquirerNotificationsController],
  providers: [AcquirerNotificationsService],
  exports: [AcquirerNotificationsService],
})
export class AcquirerNotificationsModule {}
