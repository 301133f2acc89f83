import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../../platform/http/operation.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import type { Caller } from '../access/caller.js';
import { Can, CurrentCaller, NeedsFreshFactor } from '../access/decorators.js';
import { FactorResetsService } from './factor-resets.service.js';
import { ResetFactorDto } from './second-factor.dto.js';

@ApiTags('Team')
@Controller('api/v1/members')
export class MemberFactorsController {
  constructor(private readonly resets: FactorResetsService) {}

  @Post(':id/reset-second-factor')
  @HttpCode(200)
  @Can('team:write')
  @NeedsFreshFactor('everywhere')
  @Operation({
    id: 'members_resetSecondFactor',
    summary: 'Remove the second factors of a member who lost them',
    description: 'For owners. The sessions of the member end, and the next sign-in takes the password alone.',
    answer: ResetFactorDto,
    idempotent: true,
    people: true,
    notFound: 'Member not found',
  })
  reset(@CurrentCaller() caller: Caller, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    return this.resets.reset(caller, id, key);
  }
}
