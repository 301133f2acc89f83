import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller, NeedsFreshFactor } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { RoutingRulesService } from './routing-rules.service.js';
import { ExplainedRouteDto, ExplainRouteDto, PutRoutingRulesDto, RoutingRulesDto } from './routing.dto.js';

@ApiTags('Connections')
@Controller('api/v1/routing-rules')
export class RoutingController {
  constructor(private readonly rules: RoutingRulesService) {}

  @Get()
  @Can('connectors:read')
  @Operation({
    summary: 'Get the routing rules',
    description: 'Which connector accounts take which payments, and after which declines a payment is tried elsewhere.',
    answer: RoutingRulesDto,
  })
  get(@CurrentCaller() caller: Caller) {
    return this.rules.get(caller);
  }

  @Put()
  @Can('connectors:write')
  @NeedsFreshFactor('live')
  @Operation({
    summary: 'Replace the routing rules',
    description:
      'All of them at once, with the `version` that they replace. A payment that meets no rule is tried at the accounts in ' +
      'the order of their priority. They hold for payments that have not been sent yet.',
    answer: RoutingRulesDto,
    idempotent: true,
  })
  put(@CurrentCaller() caller: Caller, @Body() body: PutRoutingRulesDto, @IdempotencyKey() key: GivenKey | null) {
    return this.rules.put(caller, body, key);
  }

  @Get('explain')
  @Can('connectors:read')
  @Operation({
    summary: 'Explain where a payment would go',
    description:
      'A dry run with the stored rules and the present health of the accounts. Nothing is charged or stored.',
    answer: ExplainedRouteDto,
  })
  explain(@CurrentCaller() caller: Caller, @Query() query: ExplainRouteDto) {
    return this.rules.explain(caller, query);
  }
}
