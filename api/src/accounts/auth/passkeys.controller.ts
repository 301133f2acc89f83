import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../../platform/http/operation.js';
import type { SignedInUser } from '../access/caller.js';
import { Client, CurrentUser, NeedsFreshFactor, SignedIn, type ClientInfo } from '../access/decorators.js';
import { DoneDto } from './auth.dto.js';
import { OwnFactorsService } from './own-factors.service.js';
import { AddPasskeyDto, PasskeyRequestDto } from './passkey.dto.js';
import { RecoveryCodesDto } from './second-factor.dto.js';

@ApiTags('Second factor')
@Controller('api/v1/passkeys')
export class PasskeysController {
  constructor(private readonly factors: OwnFactorsService) {}

  @Post('options')
  @HttpCode(200)
  @SignedIn()
  @NeedsFreshFactor('everywhere')
  @Operation({ summary: 'Begin to add a passkey', answer: PasskeyRequestDto, people: true })
  options(@CurrentUser() user: SignedInUser): Promise<PasskeyRequestDto> {
    return this.factors.passkeyOptions(user);
  }

  @Post()
  @SignedIn()
  @NeedsFreshFactor('everywhere')
  @Operation({
    summary: 'Add a passkey',
    description: 'Every other session ends. It is a second factor, and signs in alone if it verifies the user.',
    answer: RecoveryCodesDto,
    status: 201,
    people: true,
    errors: { AUTHENTICATION_ERROR: 'The response belongs to another host or challenge' },
  })
  add(
    @CurrentUser() user: SignedInUser,
    @Body() body: AddPasskeyDto,
    @Client() from: ClientInfo,
  ): Promise<RecoveryCodesDto> {
    return this.factors.addPasskey(user, body, from);
  }

  @Delete(':id')
  @HttpCode(200)
  @SignedIn()
  @NeedsFreshFactor('everywhere')
  @Operation({ summary: 'Remove a passkey', answer: DoneDto, people: true, notFound: 'Passkey not found' })
  remove(@CurrentUser() user: SignedInUser, @Param('id') id: string, @Client() from: ClientInfo): Promise<DoneDto> {
    return this.factors.removePasskey(user, id, from);
  }
}
