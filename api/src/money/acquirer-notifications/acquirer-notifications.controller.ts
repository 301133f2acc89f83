import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RAW_BODY } from '../../platform/http/json-body.js';
import { Public } from '../../platform/http/public-route.js';
import { AcquirerNotificationsService } from './acquirer-notifications.service.js';

/** Where acquirers send notifications. Not part of the merchants' API. */
@ApiExcludeController()
@Controller('connectors')
export class AcquirerNotificationsController {
  constructor(private readonly notifications: AcquirerNotificationsService) {}

  /** 200 once stored, 400 without detail if it is not verified, 503 if it could not be stored. */
  @Post(':connector/:account/notifications')
  @Public('notifications')
  @RouteConfig(RAW_BODY)
  @HttpCode(200)
  async receive(
    @Param('connector') connector: string,
    @Param('account') account: string,
    @Req() { headers, body }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const received = { headers: textHeaders(headers), body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) };
    if (!(await this.notifications.receive(connector, account, received))) void reply.status(400);
  }
}

const textHeaders = (headers: FastifyRequest['headers']): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(headers).filter((header) => typeof header[1] === 'string')) as Record<
    string,
    string
  >;
