import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../../platform/http/operation.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import type { Caller } from '../access/caller.js';
import { Can, CurrentCaller, NeedsFreshFactor } from '../access/decorators.js';
import { ApiKeyChangesService } from './api-key-changes.service.js';
import {
  ApiKeyListDto,
  DEFAULT_OVERLAP_SECONDS,
  ApiKeyWithSecretDto,
  CreateApiKeyDto,
  DeletedApiKeyDto,
  RollApiKeyDto,
} from './api-key.dto.js';

const notFound = 'API key not found';

@ApiTags('API keys')
@Controller('api/v1/api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeyChangesService) {}

  @Get()
  @Can('keys:read')
  @Operation({ summary: 'List API keys', answer: ApiKeyListDto, people: true })
  list(@CurrentCaller() caller: Caller) {
    return this.keys.list(caller);
  }

  @Post()
  @Can('keys:write')
  @NeedsFreshFactor('live')
  @Operation({
    summary: 'Make an API key',
    description: 'At most 50 working keys per merchant. A key has at most the permissions of the user who made it.',
    answer: ApiKeyWithSecretDto,
    status: 201,
    idempotent: true,
    people: true,
  })
  create(@CurrentCaller() caller: Caller, @Body() body: CreateApiKeyDto, @IdempotencyKey() key: GivenKey | null) {
    return this.keys.create(caller, body, key);
  }

  @Post(':id/roll')
  @Can('keys:write')
  @NeedsFreshFactor('live')
  @Operation({
    summary: 'Replace an API key',
    description: 'Returns the new key; the old key works for another `expire_old_in` seconds.',
    answer: ApiKeyWithSecretDto,
    status: 201,
    idempotent: true,
    people: true,
    notFound,
  })
  roll(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() { expire_old_in: seconds = DEFAULT_OVERLAP_SECONDS }: RollApiKeyDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.keys.roll(caller, id, seconds, key);
  }

  @Delete(':id')
  @HttpCode(200)
  @Can('keys:write')
  @NeedsFreshFactor('live')
  @Operation({
    summary: 'Revoke an API key',
    description: 'It opens nothing within five seconds.',
    answer: DeletedApiKeyDto,
    idempotent: true,
    people: true,
    notFound,
  })
  revoke(@CurrentCaller() caller: Caller, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    return this.keys.revoke(caller, id, key);
  }
}
