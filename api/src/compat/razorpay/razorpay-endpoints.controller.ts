import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { CompatibleApisGuard } from '../../accounts/access/compatible-apis.js';
import { Can, CurrentCaller, NeedsFreshFactor } from '../../accounts/access/decorators.js';
import type { EndpointDto } from '../../messaging/webhooks/endpoints/endpoint.dto.js';
import { EndpointsService } from '../../messaging/webhooks/endpoints/endpoints.service.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { objectOf } from '../../platform/http/stored-response.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { changedEndpointOf, endpointEntity, endpointOf } from './razorpay-endpoints.js';
import { collection } from './razorpay-entities.js';
import type { Sent } from './razorpay-requests.js';
import { accountIdOf } from './razorpay-webhooks.js';

const OWN = 'razorpay/v1/webhooks';
/** With an account the client calls this path; it must be the merchant's own. */
const OF_ACCOUNT = 'razorpay/v2/accounts/:account/webhooks';

/** Webhook endpoints of the format `razorpay`. */
@ApiExcludeController()
@UseGuards(CompatibleApisGuard)
@Controller()
export class RazorpayEndpointsController {
  constructor(private readonly endpoints: EndpointsService) {}

  @Post([OWN, OF_ACCOUNT])
  @HttpCode(200)
  @Can('webhooks:write')
  @NeedsFreshFactor('live')
  async create(
    @CurrentCaller() caller: Caller,
    @Param('account') account: string | undefined,
    @Body() body: Sent,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    const merchantId = ownAccount(caller, account);
    const made = this.endpoints.create(caller, endpointOf(body ?? {}), key);
    return endpointEntity(await objectOf<EndpointDto>(made), merchantId);
  }

  /** A merchant has a few endpoints: `count` and `skip` cut the whole list. */
  @Get([OWN, OF_ACCOUNT])
  @Can('webhooks:read')
  async list(@CurrentCaller() caller: Caller, @Param('account') account: string | undefined, @Query() query: Sent) {
    const merchantId = ownAccount(caller, account);
    const { data } = await objectOf(this.endpoints.list(caller, { limit: 100, format: 'razorpay' }));
    const [skip, count] = [Number(query['skip'] ?? 0), Number(query['count'] ?? 10)];
    return collection(data.slice(skip, skip + count).map((endpoint) => endpointEntity(endpoint, merchantId)));
  }

  @Get([`${OWN}/:id`, `${OF_ACCOUNT}/:id`])
  @Can('webhooks:read')
  async get(@CurrentCaller() caller: Caller, @Param('account') account: string | undefined, @Param('id') id: string) {
    const merchantId = ownAccount(caller, account);
    return endpointEntity(await this.find(caller, id), merchantId);
  }

  @Put(`${OWN}/:id`)
  @Can('webhooks:write')
  @NeedsFreshFactor('live')
  update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: Sent,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.change(caller, id, body, key);
  }

  @Patch(`${OF_ACCOUNT}/:id`)
  @Can('webhooks:write')
  @NeedsFreshFactor('live')
  updateOfAccount(
    @CurrentCaller() caller: Caller,
    @Param('account') account: string,
    @Param('id') id: string,
    @Body() body: Sent,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    ownAccount(caller, account);
    return this.change(caller, id, body, key);
  }

  @Delete([`${OWN}/:id`, `${OF_ACCOUNT}/:id`])
  @Can('webhooks:write')
  @NeedsFreshFactor('live')
  async delete(
    @CurrentCaller() caller: Caller,
    @Param('account') account: string | undefined,
    @Param('id') id: string,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    ownAccount(caller, account);
    await this.find(caller, id);
    await this.endpoints.delete(caller, id, key);
    return [];
  }

  private async change(caller: Caller, id: string, body: Sent, key: GivenKey | null) {
    await this.find(caller, id);
    const changed = this.endpoints.update(caller, id, changedEndpointOf(body ?? {}), key);
    return endpointEntity(await objectOf<EndpointDto>(changed), caller.merchant.id);
  }

  /** Endpoints of other formats are none of Razorpay's. */
  private async find(caller: Caller, id: string): Promise<EndpointDto> {
    const endpoint = await objectOf<EndpointDto>(this.endpoints.get(caller, id));
    if (endpoint.format === 'razorpay') return endpoint;
    throw new ApiError('endpoint_not_found', 'Webhook endpoint not found');
  }
}

/** The merchant's id. Accounts below another one do not exist here. */
function ownAccount({ merchant }: Caller, account: string | undefined): string {
  if (account === undefined || account === accountIdOf(merchant.id)) return merchant.id;
  throw new ApiError('endpoint_not_found', 'There is no such account');
}
