import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../../platform/errors/api-error.js';
import { CredentialGuesses } from '../../platform/http/credential-guesses.js';
import { Operation } from '../../platform/http/operation.js';
import { Public } from '../../platform/http/public-route.js';
import type { SignedInUser } from '../access/caller.js';
import { CurrentUser, Client, SignedIn, type ClientInfo } from '../access/decorators.js';
import { ChangePasswordDto, DoneDto, InviteInfoDto, LoginDto, RegisterDto, SessionDto } from './auth.dto.js';
import { AuthService } from './auth.service.js';
import { bearerOf } from './credentials.js';
import { PasswordChangesService } from './password-changes.service.js';
import { ProofsService } from './proofs.service.js';
import { ConfirmDto, ConfirmedDto, SecondFactorSignInDto } from './second-factor.dto.js';

@ApiTags('Sessions')
@Controller('api/v1/auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly passwords: PasswordChangesService,
    private readonly proofs: ProofsService,
    private readonly guesses: CredentialGuesses,
  ) {}

  @Post('login')
  @HttpCode(200)
  @Public('write')
  @Operation({
    summary: 'Sign in',
    description:
      'A session sent along ends: the new one takes its place. Failures slow an account down, then lock it for devices that ' +
      'never signed in to it; `device_token` names one that did.',
    answer: SessionDto,
    public: true,
    errors: { AUTHENTICATION_ERROR: 'Wrong email or password' },
    words: { wrong_password: 'Wrong email or password' },
  })
  login(@Body() body: LoginDto, @Client() from: ClientInfo, @Req() request: FastifyRequest): Promise<SessionDto> {
    return this.auth.login(body, from, bearerOf(request));
  }

  @Post('second-factor')
  @HttpCode(200)
  @Public('write')
  @Operation({
    summary: 'Complete a sign-in with the second factor',
    description:
      'Takes the `token` of a sign-in whose `second_factor` is not null, for ten minutes. Ten wrong codes lock the second ' +
      'factor of the account for 30 minutes.',
    answer: SessionDto,
    public: true,
    errors: { AUTHENTICATION_ERROR: 'The code is wrong or was used, or the first step was too long ago' },
    words: { wrong_code: 'Wrong code, or one that was used before: enter the next code of your app' },
  })
  secondFactor(@Body() body: SecondFactorSignInDto, @Client() from: ClientInfo): Promise<SessionDto> {
    return this.auth.secondFactor(body, from);
  }

  @Post('confirm')
  @HttpCode(200)
  @SignedIn()
  @Operation({
    summary: 'Confirm that it is you',
    description:
      'Some changes need a factor that was proved within ten minutes, else they are refused with `fresh_factor_required`. ' +
      'A sign-in counts. Send a code if you have a second factor, otherwise your password, and repeat the change.',
    answer: ConfirmedDto,
    people: true,
  })
  confirm(
    @CurrentUser() user: SignedInUser,
    @Body() body: ConfirmDto,
    @Client() from: ClientInfo,
  ): Promise<ConfirmedDto> {
    return this.proofs.confirm(user, body, from);
  }

  @Post('register')
  @Public('write')
  @Operation({
    summary: 'A new user with a test merchant of their own, or one who takes an invite',
    answer: SessionDto,
    status: 201,
    public: true,
    errors: {
      AUTHENTICATION_ERROR: 'The address has an account, and this is not its password',
      PERMISSION_ERROR: 'Registration is off',
    },
    words: {
      wrong_password: 'Wrong email or password',
      registration_off: 'Registration is off: ask a merchant for an invite',
    },
  })
  register(@Body() body: RegisterDto, @Client() from: ClientInfo): Promise<SessionDto> {
    const register = () => this.auth.register(body, from);
    return body.invite === undefined ? register() : this.unlessGuessed(from, body.invite, register);
  }

  @Get('invites/:token')
  @Public('read')
  @Operation({ summary: 'Who is invited where', answer: InviteInfoDto, public: true, notFound: 'Invite not found' })
  invite(@Param('token') token: string, @Client() from: ClientInfo): Promise<InviteInfoDto> {
    return this.unlessGuessed(from, token, () => this.auth.invite(token));
  }

  @Post('logout')
  @HttpCode(200)
  @SignedIn()
  @Operation({ summary: 'Sign out', answer: DoneDto, people: true })
  logout(@CurrentUser() user: SignedInUser, @Client() from: ClientInfo): Promise<DoneDto> {
    return this.auth.logout(user, from);
  }

  @Post('password')
  @HttpCode(200)
  @SignedIn()
  @Operation({
    summary: 'Change the password',
    description:
      'Every other session ends. Wrong passwords are counted for this session alone: a lock of the account does not matter.',
    answer: DoneDto,
    people: true,
  })
  changePassword(
    @CurrentUser() user: SignedInUser,
    @Body() body: ChangePasswordDto,
    @Client() from: ClientInfo,
  ): Promise<DoneDto> {
    return this.passwords.change(user, body, from);
  }

  /** An unknown invite counts as a wrong credential of the address; other refusals do not count. */
  private async unlessGuessed<T>({ address }: ClientInfo, invite: string, work: () => Promise<T>): Promise<T> {
    let refusal: unknown;
    const done = await this.guesses.check(address, invite, () =>
      work().catch((error: unknown) => {
        if (!isAboutInvite(error)) throw error;
        refusal = error;
        return null;
      }),
    );
    if (done === null) throw refusal;
    return done;
  }
}

const isAboutInvite = (error: unknown) =>
  error instanceof ApiError && (error.field === 'invite' || error.code === 'NOT_FOUND_ERROR');
