import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { LiveStreams } from '../../platform/http/live-streams.js';
import type { Caller } from '../access/caller.js';
import type { AccessRequest } from '../access/decorators.js';
import type { Permission } from '../access/permissions.js';
import { CallersService } from './callers.service.js';
import { OpenStreams } from './open-streams.js';

const RECHECK_INTERVAL_MS = 10_000;
/** After this time a stream whose client does not read the end is destroyed. */
const GRACE_MS = 5_000;

/** Bounds the open streams, and ends a stream whose credentials have lost their access since it was opened. */
@Injectable()
export class StreamAccessService {
  constructor(
    private readonly places: OpenStreams,
    private readonly live: LiveStreams,
    private readonly callers: CallersService,
  ) {}

  openPublic(request: AccessRequest, reply: FastifyReply): void {
    const { id: paymentId } = request.params as { id?: string };
    this.places.take({ address: request.ip, paymentId }, reply);
  }

  open({ actor }: Caller, permission: Permission, request: AccessRequest, reply: FastifyReply): void {
    this.places.take({ address: request.ip, caller: actor }, reply);
    const timer = setInterval(() => void this.recheck(permission, request, reply), RECHECK_INTERVAL_MS).unref();
    reply.raw.once('close', () => clearInterval(timer));
  }

  /** While the database is unavailable the stream stays open. */
  private async recheck(permission: Permission, request: AccessRequest, { raw }: FastifyReply): Promise<void> {
    if (await this.callers.stillHas(permission, request).catch(() => true)) return;
    this.live.end(request.raw.socket);
    setTimeout(() => raw.writableFinished || raw.destroy(), GRACE_MS).unref();
  }
}
