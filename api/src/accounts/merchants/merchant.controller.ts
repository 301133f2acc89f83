import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../../platform/http/operation.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import type { Caller } from '../access/caller.js';
import { Can, CurrentCaller } from '../access/decorators.js';
import { MerchantDto, UpdateMerchantDto } from './merchant.dto.js';
import { MerchantsService } from './merchants.service.js';

@ApiTags('Merchant')
@Controller('api/v1/merchant')
export class MerchantController {
  constructor(private readonly merchants: MerchantsService) {}

  @Get()
  @Can('settings:read')
  @Operation({ summary: 'The merchant the session acts for', answer: MerchantDto, people: true })
  get(@CurrentCaller() caller: Caller) {
    return this.merchants.get(caller);
  }

  @Patch()
  @Can('settings:write')
  @Operation({ summary: 'Change the merchant', answer: MerchantDto, idempotent: true, people: true })
  update(@CurrentCaller() caller: Caller, @Body() body: UpdateMerchantDto, @IdempotencyKey() key: GivenKey | null) {
    return this.merchants.update(caller, body, key);
  }
}
