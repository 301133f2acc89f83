import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { ConnectorCatalogue } from './connector-catalogue.service.js';
import { ConnectorListDto } from './connector.dto.js';

@ApiTags('Connections')
@Controller('api/v1/connectors')
export class ConnectorsController {
  constructor(private readonly catalogue: ConnectorCatalogue) {}

  @Get()
  @Can('connectors:read')
  @Operation({ summary: 'List the connectors that an account can be added for', answer: ConnectorListDto })
  list(@CurrentCaller() { merchant }: Caller) {
    return this.catalogue.list(merchant.mode);
  }
}
