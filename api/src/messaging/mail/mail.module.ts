import { Module } from '@nestjs/common';
import { MailSender } from './mail-sender.service.js';
import { MailsController } from './mails.controller.js';
import { MailsService } from './mails.service.js';

@Module({
  controllers: [MailsController],
  providers: [MailsService, MailSender],
  exports: [MailsService, MailSender],
})
export class MailModule {}
