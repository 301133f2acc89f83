import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { ListMailsDto, MailDetailDto, MailPageDto } from './mail.dto.js';
import { MailsService } from './mails.service.js';

@ApiTags('Mails')
@Controller('api/v1/mails')
export class MailsController {
  constructor(private readonly mails: MailsService) {}

  @Get()
  @Can('mails:read')
  @Operation({
    summary: 'List mails, newest first',
    description:
      "The mails about this merchant: invites, receipts and alerts. Mails about a user's account are in no list. In a demo " +
      'run without a mail server this is the inbox.',
    answer: MailPageDto,
    people: true,
  })
  list(@CurrentCaller() caller: Caller, @Query() query: ListMailsDto) {
    return this.mails.list(caller, query);
  }

  @Get(':id')
  @Can('mails:read')
  @Operation({ summary: 'Get a mail with its text', answer: MailDetailDto, people: true, notFound: 'Mail not found' })
  get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.mails.get(caller, id);
  }
}
