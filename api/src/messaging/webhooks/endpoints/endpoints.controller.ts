import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../accounts/access/caller.js';
import { Can, CurrentCaller, NeedsFreshFactor } from '../../../accounts/access/decorators.js';
import { Operation } from '../../../platform/http/operation.js';
import { IdempotencyKey } from '../../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../../platform/idempotency/key-claim.js';
import { ReplayDto, ReplayedDto } from '../log/replay.dto.js';
import { ReplayService } from '../log/replay.service.js';
import { SampleDeliveryDto, SendSampleDto } from '../samples/sample-event.dto.js';
import { SampleEventsService } from '../samples/sample-events.service.js';
import { EndpointsHealthDto, EndpointsHealthQueryDto } from './endpoint-health.dto.js';
import { EndpointHealthService } from './endpoint-health.service.js';
import {
  CreateEndpointDto,
  DeletedEndpointDto,
  EndpointDetailDto,
  EndpointDto,
  EndpointPageDto,
  EndpointWithSecretDto,
  ListEndpointsDto,
  RotateSecretDto,
  UpdateEndpointDto,
} from './endpoint.dto.js';
import { EndpointsService } from './endpoints.service.js';

const notFound = 'Webhook endpoint not found';

@ApiTags('Webhook endpoints')
@Controller('api/v1/webhook-endpoints')
export class EndpointsController {
  constructor(
    private readonly endpoints: EndpointsService,
    private readonly samples: SampleEventsService,
    private readonly replays: ReplayService,
    private readonly healths: EndpointHealthService,
  ) {}

  @Post()
  @Can('webhooks:write')
  @NeedsFreshFactor('live')
  @Operation({
    summary: 'Add a webhook endpoint',
    description: 'The secret in the response signs every delivery to it. At most 50 endpoints per merchant.',
    answer: EndpointWithSecretDto,
    status: 201,
    idempotent: true,
  })
  create(@CurrentCaller() caller: Caller, @Body() body: CreateEndpointDto, @IdempotencyKey() key: GivenKey | null) {
    return this.endpoints.create(caller, body, key);
  }

  @Get()
  @Can('webhooks:read')
  @Operation({ summary: 'List webhook endpoints, newest first', answer: EndpointPageDto })
  list(@CurrentCaller() caller: Caller, @Query() query: ListEndpointsDto) {
    return this.endpoints.list(caller, query);
  }

  @Get('health')
  @Can('webhooks:read')
  @Operation({
    summary: 'Get the health of webhook endpoints',
    description:
      'The attempts of the last 24 hours at each endpoint, newest endpoint first: how many arrived, and how fast.',
    answer: EndpointsHealthDto,
  })
  health(@CurrentCaller() caller: Caller, @Query() query: EndpointsHealthQueryDto) {
    return this.healths.get(caller, query);
  }

  @Get(':id')
  @Can('webhooks:read')
  @Operation({ summary: 'Get a webhook endpoint', answer: EndpointDetailDto, notFound })
  get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.endpoints.get(caller, id);
  }

  @Patch(':id')
  @Can('webhooks:write')
  @NeedsFreshFactor('live')
  @Operation({
    summary: 'Update a webhook endpoint',
    description:
      'Disabling fails its pending deliveries and sends an `endpoint.disabled` event. Enabling sends nothing by ' +
      'itself: replay what it missed.',
    answer: EndpointDto,
    idempotent: true,
    notFound,
  })
  update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: UpdateEndpointDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.endpoints.update(caller, id, body, key);
  }

  @Delete(':id')
  @Can('webhooks:write')
  @NeedsFreshFactor('live')
  @Operation({
    summary: 'Delete a webhook endpoint',
    description: 'Its pending deliveries fail; its delivery log stays.',
    answer: DeletedEndpointDto,
    idempotent: true,
    notFound,
  })
  delete(@CurrentCaller() caller: Caller, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    return this.endpoints.delete(caller, id, key);
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @Can('webhooks:write')
  @NeedsFreshFactor('live')
  @Operation({
    summary: 'Rotate the secret of a webhook endpoint',
    description: 'During the overlap both secrets sign. Rotating again within it ends the oldest one.',
    answer: EndpointWithSecretDto,
    idempotent: true,
    notFound,
  })
  rotateSecret(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: RotateSecretDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.endpoints.rotateSecret(caller, id, body, key);
  }

  @Post(':id/test')
  @HttpCode(200)
  @Can('webhooks:write')
  @Operation({
    summary: 'Send a sample event to a webhook endpoint',
    description: 'Of any type, whatever its filter, to this endpoint only. The objects in the event do not exist.',
    answer: SampleDeliveryDto,
    idempotent: true,
    notFound,
  })
  test(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: SendSampleDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.samples.send(caller, id, body, key);
  }

  @Post(':id/replay')
  @HttpCode(200)
  @Can('webhooks:retry')
  @Operation({
    summary: 'Replay what a webhook endpoint missed',
    description:
      '`failed`: deliveries that failed. `missing`: events its filter wants and that it was never sent, also older than ' +
      'the endpoint. `all`: these, and the successful ones. A large replay takes several calls: while `has_more`, call ' +
      'again with `cursor`.',
    answer: ReplayedDto,
    idempotent: true,
    notFound,
  })
  replay(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: ReplayDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.replays.replay(caller, id, body, key);
  }
}
