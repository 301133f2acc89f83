import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Sse } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { EventStream } from './event-stream.js';
import {
  EventDeliveriesDto,
  EventDetailDto,
  EventPageDto,
  FollowEventsDto,
  ListEventsDto,
  ResendEventDto,
} from './event.dto.js';
import { EventsService } from './events.service.js';

@ApiTags('Events')
@Controller('api/v1/events')
export class EventsController {
  constructor(
    private readonly events: EventsService,
    private readonly stream: EventStream,
  ) {}

  @Get()
  @Can('events:read')
  @Operation({ summary: 'List events, newest first', answer: EventPageDto })
  list(@CurrentCaller() caller: Caller, @Query() query: ListEventsDto) {
    return this.events.list(caller, query);
  }

  @Sse('stream')
  @Can('events:read')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The last event you have: what came since is sent first',
  })
  @Operation({
    summary: 'Follow events as they happen (server-sent events)',
    description:
      'Every message is named `event`, its `id` is the id of the event and its `data` the exact body that webhooks carry. ' +
      'An event that was sent again (`POST /api/v1/events/{id}/resend` without an endpoint) comes as a message named ' +
      '`resend` with the same `data`; its `id` is a position in the stream and not the id of the event. ' +
      'After a break an event may come twice and slightly out of order, but none is left out: drop ids you have, and ' +
      'versions older than yours. A `heartbeat` without data comes first, once nothing is missed any more, and every ' +
      '15 s.',
    answer: 'stream',
  })
  follow(
    @CurrentCaller() caller: Caller,
    @Query() query: FollowEventsDto,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
  ) {
    return this.stream.follow(caller, query, lastEventId, request.raw.socket);
  }

  @Get(':id')
  @Can('events:read')
  @Operation({ summary: 'Get an event with its deliveries', answer: EventDetailDto, notFound: 'Event not found' })
  get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.events.get(caller, id);
  }

  @Post(':id/resend')
  @HttpCode(200)
  @Can('webhooks:retry')
  @Operation({
    summary: 'Send an event again',
    description:
      'To every enabled endpoint that had it or wants it and to every listener of the event stream, or to the one endpoint ' +
      'named. Its deliveries are due at once with all attempts ahead; one that is being sent right now is left alone. ' +
      'Returns all deliveries of the event.',
    answer: EventDeliveriesDto,
    idempotent: true,
    notFound: 'Event not found, or Webhook endpoint not found',
    words: { event_not_found: 'Event not found' },
  })
  resend(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: ResendEventDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.events.resend(caller, id, body, key);
  }
}
