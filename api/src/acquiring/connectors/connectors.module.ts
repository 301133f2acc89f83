import { Module } from '@nestjs/common';
import { Connectors } from './connectors.service.js';

/** `SimulatedBankOptions` comes from the configuration, which is global. */
@Module({ providers: [Connectors], exports: [Connectors] })
export class ConnectorsModule {}
