import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Config } from '../../platform/config/config.module.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { addressKey } from '../../platform/http/address-key.js';

/** Enough for a shopper's devices and the merchant's page. */
const MAX_PER_PAYMENT = 10;
const RETRY_AFTER_SECONDS = 10;

/** The holders of a stream: it counts for each of them. */
export interface StreamHolder {
  address: string;
  /** The API key or the user; absent on public routes. */
  caller?: string | undefined;
  /** The payment of a payment's stream. */
  paymentId?: string | undefined;
}

/**
 * Limits the open streams of one address, caller or payment at this server, so that none of them uses up MAX_STREAMS.
 */
@Injectable()
export class OpenStreams {
  private readonly counts = new Map<string, number>();

  constructor(private readonly config: Config) {}

  /** Counts a stream until its response closes; throws RATE_LIMIT_ERROR at the limit. */
  take({ address, caller, paymentId }: StreamHolder, reply: FastifyReply): void {
    const max = this.config.MAX_STREAMS_PER_CALLER;
    const places: [key: string, limit: number, holder: string][] = [
      [`address ${addressKey(address).narrow}`, max, 'from this address'],
      ...(caller ? [[caller, max, 'with these credentials'] as [string, number, string]] : []),
      ...(paymentId ? [[paymentId, MAX_PER_PAYMENT, 'of this payment'] as [string, number, string]] : []),
    ];
    const full = places.find(([key, limit]) => this.count(key) >= limit);
    if (full) {
      const description = `Too many open streams ${full[2]}: close one, or read the objects instead`;
      throw new ApiError('too_many_streams', description, { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    for (const [key] of places) this.counts.set(key, this.count(key) + 1);
    reply.raw.once('close', () => {
      for (const [key] of places) this.release(key);
    });
  }

  private count(key: string): number {
    return this.counts.get(key) ?? 0;
  }

  private release(key: string): void {
    const left = this.count(key) - 1;
    if (left > 0) this.counts.set(key, left);
    else this.counts.delete(key);
  }
}
