import { Module } from '@nestjs/common';
import { Connectors } from './connectors.service.js';

@Module({ providers: [Connectors], exports: [Connectors] })
export class ConnectorsModule {}
