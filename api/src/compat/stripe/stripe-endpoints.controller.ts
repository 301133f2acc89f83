import { Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller, NeedsFreshFactor } from '../../accounts/access/decorators.js';
import {
  CreateEndpointDto,
  type EndpointDetailDto,
  type EndpointDto,
  UpdateEndpointDto,
} from '../../messaging/webhooks/endpoints/endpoint.dto.js';
import { EndpointsService } from '../../messaging/webhooks/endpoints/endpoints.service.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { objectOf } from '../../platform/http/stored-response.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { compileDto } from '../../platform/validation/compile-dto.js';
import { Given, StripeController } from './stripe-controller.js';
import { listEntity } from './stripe-entities.js';
import { endpointEntity, eventsOf } from './stripe-endpoints.js';
import { STRIPE_VERSION } from './stripe-errors.js';
import { noSuch, ownId } from './stripe-ids.js';
import { given } from './stripe-intent-requests.js';
import { pageAsked } from './stripe-lists.js';
import type { Parameters } from './stripe-parameters.js';

const newFrom = compileDto(CreateEndpointDto);
const changeFrom = compileDto(UpdateEndpointDto);

@StripeController('webhook_endpoints')
export class StripeEndpointsController {
  constructor(private readonly endpoints: EndpointsService) {}

  /** The secret is in this response only, as at Stripe. */
  @Post()
  @HttpCode(200)
  @Can('webhooks:write')
  @NeedsFreshFactor('live')
  async create(@CurrentCaller() caller: Caller, @Given() sent: Parameters, @IdempotencyKey() key: GivenKey | null) {
    sent.oneOf('api_version', [STRIPE_VERSION]);
    const fields = { url: sent.required('url'), description: sent.text('description') };
    const events = eventsOf(sent) ?? sent.missing('enabled_events');
    sent.end();
    const wanted = newFrom(given({ ...fields, format: 'stripe', events: events === '*' ? undefined : events }));
    const { secret, ...endpoint } = await objectOf(
      this.endpoints.create(caller, wanted as unknown as CreateEndpointDto, key),
    );
    return { ...endpointEntity(endpoint), secret };
  }

  @Get()
  @Can('webhooks:read')
  async list(@CurrentCaller() caller: Caller, @Given() sent: Parameters) {
    const page = pageAsked('webhook_endpoint', sent);
    sent.end();
    const { data, has_more } = await objectOf(this.endpoints.list(caller, { ...page, format: 'stripe' }));
    return listEntity('/v1/webhook_endpoints', data.map(endpointEntity), has_more);
  }

  @Get(':id')
  @Can('webhooks:read')
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string, @Given() sent: Parameters) {
    sent.end();
    return endpointEntity(await this.find(caller, id));
  }

  @Post(':id')
  @HttpCode(200)
  @Can('webhooks:write')
  @NeedsFreshFactor('live')
  async update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Given() sent: Parameters,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    const [events, disabled] = [eventsOf(sent), sent.boolean('disabled')];
    const fields = { url: sent.text('url'), description: sent.changed('description') };
    sent.end();
    const enabled = disabled === undefined ? undefined : !disabled;
    const { id: own } = await this.find(caller, id);
    const change = changeFrom(given({ ...fields, enabled, events: events === '*' ? null : events }));
    return endpointEntity(await objectOf<EndpointDto>(this.endpoints.update(caller, own, change, key)));
  }

  @Delete(':id')
  @Can('webhooks:write')
  @NeedsFreshFactor('live')
  async delete(@CurrentCaller() caller: Caller, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    const { id: own } = await this.find(caller, id);
    await this.endpoints.delete(caller, own, key);
    return { id, object: 'webhook_endpoint' as const, deleted: true as const };
  }

  /** Endpoints of other formats are none of Stripe's. */
  private async find(caller: Caller, id: string): Promise<EndpointDetailDto> {
    const endpoint = await objectOf(this.endpoints.get(caller, ownId('webhook_endpoint', id)));
    if (endpoint.format === 'stripe') return endpoint;
    throw new ApiError('endpoint_not_found', noSuch('webhook_endpoint', id));
  }
}
