import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../accounts/access/caller.js';
import { Database } from '../../../platform/database/database.js';
import type { EndpointHealthDto, EndpointsHealthDto, EndpointsHealthQueryDto } from './endpoint-health.dto.js';
import { HEALTH } from './endpoint-health.queries.js';

/** How the attempts at a merchant's endpoints ended lately. */
@Injectable()
export class EndpointHealthService {
  constructor(private readonly database: Database) {}

  async get({ merchant }: Caller, { endpoint }: EndpointsHealthQueryDto): Promise<EndpointsHealthDto> {
    return { data: await this.database.query<EndpointHealthDto>(HEALTH, [merchant.id, endpoint ?? null]) };
  }
}
