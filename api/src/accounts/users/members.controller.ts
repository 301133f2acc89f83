import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../../platform/http/operation.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import type { Caller } from '../access/caller.js';
import { Can, CurrentCaller, NeedsFreshFactor } from '../access/decorators.js';
import {
  InviteMemberDto,
  MemberDto,
  MemberListDto,
  NewInviteDto,
  RemovedMemberDto,
  RemoveMemberDto,
  UnlockedMemberDto,
  UpdateMemberDto,
} from './member.dto.js';
import { MembersService } from './members.service.js';

const notFound = 'Member not found';

@ApiTags('Team')
@Controller('api/v1/members')
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @Get()
  @Can('team:read')
  @Operation({ summary: 'The team and its open invites', answer: MemberListDto, people: true })
  list(@CurrentCaller() caller: Caller) {
    return this.members.list(caller);
  }

  @Post()
  @Can('team:write')
  @NeedsFreshFactor('everywhere')
  @Operation({
    summary: 'Invite a person',
    description: 'The link in the response works once, for seven days, also where registration is off.',
    answer: NewInviteDto,
    status: 201,
    idempotent: true,
    people: true,
  })
  invite(@CurrentCaller() caller: Caller, @Body() body: InviteMemberDto, @IdempotencyKey() key: GivenKey | null) {
    return this.members.invite(caller, body, key);
  }

  @Patch(':id')
  @Can('team:write')
  @NeedsFreshFactor('everywhere')
  @Operation({ summary: 'Change a role', answer: MemberDto, idempotent: true, people: true, notFound })
  update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() { role }: UpdateMemberDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.members.update(caller, id, role, key);
  }

  @Delete(':id')
  @HttpCode(200)
  @Can('team:write')
  @NeedsFreshFactor('everywhere')
  @Operation({
    summary: 'Remove a member, or withdraw an invite',
    description:
      'Invites that the member made are withdrawn. Where API keys that they made or rolled still work, `api_keys` says ' +
      'whether those are revoked or kept.',
    answer: RemovedMemberDto,
    idempotent: true,
    people: true,
    notFound,
  })
  remove(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query() { api_keys: keys }: RemoveMemberDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.members.remove(caller, id, keys, key);
  }

  @Post(':id/unlock')
  @HttpCode(200)
  @Can('team:write')
  @Operation({
    summary: 'Let a member sign in again after too many wrong passwords',
    description: 'Their sessions and the devices they have signed in from before were never locked out.',
    answer: UnlockedMemberDto,
    idempotent: true,
    people: true,
    notFound,
  })
  unlock(@CurrentCaller() caller: Caller, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    return this.members.unlock(caller, id, key);
  }
}
