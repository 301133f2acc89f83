import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../../platform/http/operation.js';
import type { SignedInUser } from '../access/caller.js';
import { CurrentUser, SignedIn } from '../access/decorators.js';
import { MeDto } from './auth.dto.js';
import { AuthService } from './auth.service.js';

@ApiTags('Sessions')
@Controller('api/v1/me')
export class MeController {
  constructor(private readonly auth: AuthService) {}

  @Get()
  @SignedIn()
  @Operation({ summary: 'Who is signed in, and for which merchants', answer: MeDto, people: true })
  get(@CurrentUser() user: SignedInUser): Promise<MeDto> {
    return this.auth.me(user);
  }
}
