import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../../platform/http/operation.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import type { Caller } from '../access/caller.js';
import { Can, CurrentCaller, NeedsFreshFactor } from '../access/decorators.js';
import { ReturnSecretDto } from './return-secret.dto.js';
import { ReturnSecretsService } from './return-secrets.service.js';

@ApiTags('Merchant')
@Controller('api/v1/merchant/return-secret')
export class ReturnSecretController {
  constructor(private readonly secrets: ReturnSecretsService) {}

  @Get()
  @Can('keys:write')
  @NeedsFreshFactor('live')
  @Operation({
    summary: 'The secret that returns are signed with',
    description: 'For those who may make API keys. It is made at the first call.',
    answer: ReturnSecretDto,
    people: true,
  })
  async get(@CurrentCaller() { merchant }: Caller): Promise<ReturnSecretDto> {
    return { secret: await this.secrets.of(merchant.id) };
  }

  @Post('rotate')
  @HttpCode(200)
  @Can('keys:write')
  @NeedsFreshFactor('live')
  @Operation({
    summary: 'Replace the return secret',
    description: 'Returns are signed with the new one at once. Verify with both until your servers have the new one.',
    answer: ReturnSecretDto,
    idempotent: true,
    people: true,
  })
  rotate(@CurrentCaller() caller: Caller, @IdempotencyKey() key: GivenKey | null) {
    return this.secrets.rotate(caller, key);
  }
}
