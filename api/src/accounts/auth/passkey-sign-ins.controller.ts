import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../../platform/http/operation.js';
import { Public } from '../../platform/http/public-route.js';
import type { SignedInUser } from '../access/caller.js';
import { Client, CurrentUser, SignedIn, type ClientInfo } from '../access/decorators.js';
import { PasskeysService } from '../factors/passkeys.service.js';
import { SessionDto } from './auth.dto.js';
import { PasskeySignInsService } from './passkey-sign-ins.service.js';
import { PasskeyOptionsDto, PasskeyRequestDto, PasskeySignInDto } from './passkey.dto.js';

@ApiTags('Sessions')
@Controller('api/v1/auth')
export class PasskeySignInsController {
  constructor(
    private readonly signIns: PasskeySignInsService,
    private readonly passkeys: PasskeysService,
  ) {}

  @Post('passkey/options')
  @HttpCode(200)
  @Public('write')
  @Operation({
    id: 'auth_passkeyOptions',
    summary: 'Begin a sign-in with a passkey',
    description:
      'With the `token` of a first step the passkey is the second factor, without it the passkey signs in alone.',
    answer: PasskeyRequestDto,
    public: true,
    errors: { AUTHENTICATION_ERROR: 'The first step was too long ago, or was completed' },
    words: { sign_in_expired: 'This sign-in took too long or was completed already: sign in again' },
  })
  options(@Body() body: PasskeyOptionsDto, @Client() from: ClientInfo): Promise<PasskeyRequestDto> {
    return this.signIns.options(body, from);
  }

  @Post('passkey')
  @HttpCode(200)
  @Public('write')
  @Operation({
    id: 'auth_passkey',
    summary: 'Sign in with a passkey',
    answer: SessionDto,
    public: true,
    errors: { AUTHENTICATION_ERROR: 'The passkey was not accepted' },
    words: { wrong_passkey: 'This passkey was not accepted: try again, or use another factor' },
  })
  passkey(@Body() body: PasskeySignInDto, @Client() from: ClientInfo): Promise<SessionDto> {
    return this.signIns.signIn(body, from);
  }

  @Post('confirm/options')
  @HttpCode(200)
  @SignedIn()
  @Operation({
    id: 'auth_confirmOptions',
    summary: 'Begin to confirm with a passkey',
    answer: PasskeyRequestDto,
    people: true,
  })
  async confirmOptions(@CurrentUser() user: SignedInUser): Promise<PasskeyRequestDto> {
    return { options: await this.passkeys.optionsToProve('confirm', user.id) };
  }
}
