import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../../platform/http/operation.js';
import type { SignedInUser } from '../access/caller.js';
import { Client, CurrentUser, SignedIn, type ClientInfo } from '../access/decorators.js';
import { OwnSessionsService } from './own-sessions.service.js';
import { EndedSessionDto, EndedSessionsDto, OpenSessionListDto } from './sessions.dto.js';

@ApiTags('Sessions')
@Controller('api/v1/sessions')
export class SessionsController {
  constructor(private readonly sessions: OwnSessionsService) {}

  @Get()
  @SignedIn()
  @Operation({ summary: 'Your open sessions', answer: OpenSessionListDto, people: true })
  list(@CurrentUser() user: SignedInUser): Promise<OpenSessionListDto> {
    return this.sessions.list(user);
  }

  @Delete()
  @HttpCode(200)
  @SignedIn()
  @Operation({ summary: 'End all your sessions but this one', answer: EndedSessionsDto, people: true })
  endOthers(@CurrentUser() user: SignedInUser, @Client() from: ClientInfo): Promise<EndedSessionsDto> {
    return this.sessions.endOthers(user, from);
  }

  @Delete(':id')
  @HttpCode(200)
  @SignedIn()
  @Operation({
    summary: 'End one of your sessions',
    description: 'Its token opens nothing from then on.',
    answer: EndedSessionDto,
    people: true,
    notFound: 'Session not found',
  })
  end(
    @CurrentUser() user: SignedInUser,
    @Param('id') id: string,
    @Client() from: ClientInfo,
  ): Promise<EndedSessionDto> {
    return this.sessions.end(user, id, from);
  }
}
