import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../../accounts/access/decorators.js';
import { Operation } from '../../../platform/http/operation.js';
import { IdempotencyKey } from '../../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../../platform/idempotency/key-claim.js';
import { ListWebhooksDto, RetriedWebhookDto, WebhookDetailDto, WebhookPageDto } from './webhook-log.dto.js';
import { WebhookLogsService } from './webhook-logs.service.js';

const notFound = 'Webhook not found';

@ApiTags('Webhook deliveries')
@Controller('api/v1/webhooks')
export class WebhookLogsController {
  constructor(private readonly logs: WebhookLogsService) {}

  @Get()
  @Can('webhooks:read')
  @Operation({
    summary: 'List webhook deliveries, newest first',
    description: 'By `offset` for the first 10 000, by `cursor` without a limit.',
    answer: WebhookPageDto,
  })
  list(@CurrentCaller() caller: Caller, @Query() query: ListWebhooksDto) {
    return this.logs.list(caller, query);
  }

  @Get(':id')
  @Can('webhooks:read')
  @Operation({ summary: 'Get a webhook delivery with every attempt', answer: WebhookDetailDto, notFound })
  get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.logs.get(caller, id);
  }

  @Post(':id/retry')
  @HttpCode(200)
  @Can('webhooks:retry')
  @Operation({
    summary: 'Deliver a webhook again',
    description:
      'Whatever became of it: due at once, with all attempts ahead. One that is being sent right now is left alone. ' +
      'Refused while the endpoint is disabled or deleted.',
    answer: RetriedWebhookDto,
    idempotent: true,
    notFound,
  })
  retry(@CurrentCaller() caller: Caller, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    return this.logs.retry(caller, id, key);
  }
}
