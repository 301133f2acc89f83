import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../../platform/http/operation.js';
import type { SignedInUser } from '../access/caller.js';
import { Client, CurrentUser, NeedsFreshFactor, SignedIn, type ClientInfo } from '../access/decorators.js';
import { DoneDto } from './auth.dto.js';
import { OwnFactorsService } from './own-factors.service.js';
import { ConfirmTotpDto, NewTotpDto, RecoveryCodesDto, SecondFactorDto } from './second-factor.dto.js';

@ApiTags('Second factor')
@Controller('api/v1/second-factor')
export class SecondFactorController {
  constructor(private readonly factors: OwnFactorsService) {}

  @Get()
  @SignedIn()
  @Operation({ summary: 'Your second factors', answer: SecondFactorDto, people: true })
  get(@CurrentUser() user: SignedInUser): Promise<SecondFactorDto> {
    return this.factors.get(user);
  }

  @Post('totp')
  @HttpCode(200)
  @SignedIn()
  @NeedsFreshFactor('everywhere')
  @Operation({
    summary: 'Begin to add an authenticator app',
    description: 'The secret counts once a code of it was confirmed. A secret that was not confirmed is replaced.',
    answer: NewTotpDto,
    people: true,
  })
  beginTotp(@CurrentUser() user: SignedInUser): Promise<NewTotpDto> {
    return this.factors.beginTotp(user);
  }

  @Post('totp/confirm')
  @HttpCode(200)
  @SignedIn()
  @NeedsFreshFactor('everywhere')
  @Operation({
    summary: 'Add the authenticator app',
    description: 'Every other session ends. From then on each sign-in takes a code.',
    answer: RecoveryCodesDto,
    people: true,
  })
  confirmTotp(
    @CurrentUser() user: SignedInUser,
    @Body() { code }: ConfirmTotpDto,
    @Client() from: ClientInfo,
  ): Promise<RecoveryCodesDto> {
    return this.factors.confirmTotp(user, code, from);
  }

  @Delete('totp')
  @HttpCode(200)
  @SignedIn()
  @NeedsFreshFactor('everywhere')
  @Operation({
    summary: 'Remove the authenticator app',
    description: 'With the last factor the recovery codes end as well.',
    answer: DoneDto,
    people: true,
  })
  removeTotp(@CurrentUser() user: SignedInUser, @Client() from: ClientInfo): Promise<DoneDto> {
    return this.factors.removeTotp(user, from);
  }

  @Post('recovery-codes')
  @HttpCode(200)
  @SignedIn()
  @NeedsFreshFactor('everywhere')
  @Operation({ summary: 'New recovery codes in place of the old ones', answer: RecoveryCodesDto, people: true })
  renewRecoveryCodes(@CurrentUser() user: SignedInUser, @Client() from: ClientInfo): Promise<RecoveryCodesDto> {
    return this.factors.renewRecoveryCodes(user, from);
  }
}
