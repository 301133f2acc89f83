import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../../platform/http/operation.js';
import { Public } from '../../platform/http/public-route.js';
import { Client, type ClientInfo } from '../access/decorators.js';
import { ConfirmPasswordResetDto, DoneDto, RequestPasswordResetDto } from './auth.dto.js';
import { PasswordResetsService } from './password-resets.service.js';

@ApiTags('Sessions')
@Controller('api/v1/auth/password-reset')
export class PasswordResetsController {
  constructor(private readonly resets: PasswordResetsService) {}

  @Post()
  @HttpCode(200)
  @Public('write')
  @Operation({
    summary: 'Request a link for a new password',
    description:
      'The response is the same whether the address has an account or not. The link goes to the account by mail, works ' +
      'once, and for 30 minutes. At most three are sent per hour.',
    answer: DoneDto,
    public: true,
    words: { mail_off: 'This gateway sends no mail: ask its operator for help with your password' },
  })
  request(@Body() body: RequestPasswordResetDto, @Client() from: ClientInfo): Promise<DoneDto> {
    return this.resets.request(body, from);
  }

  @Post('confirm')
  @HttpCode(200)
  @Public('write')
  @Operation({
    summary: 'Set a new password with a link',
    description: 'Every session of the account ends.',
    answer: DoneDto,
    public: true,
    words: { reset_invalid: 'This link for a new password is no longer valid: request a new one' },
  })
  confirm(@Body() body: ConfirmPasswordResetDto, @Client() from: ClientInfo): Promise<DoneDto> {
    return this.resets.confirm(body, from);
  }
}
