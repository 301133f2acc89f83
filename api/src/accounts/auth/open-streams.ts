import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Config } from '../../platform/config/config.module.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { addressKey } from '../../platform/http/address-key.js';

/** A shopper's devices and the merchant's page. */
const MAX_PER_PAYMENT = 10;
const RETRY_AFTER_SECONDS = 10;

/** Whose places a stream takes. */
export interface StreamHolder {
  address: string;
  /** The API key or the user; absent on public routes. */
  caller?: string | undefined;
  /** Of a payment's stream. */
  paymentId?: string | undefined;
}

/**
 * Bounds the streams that one address, caller or payment holds open at this server, so that none of them takes the
 * places of MAX_STREAMS from the others.
 */
@Injectable()
export class OpenStreams {
  private readonly counts = new Map<string, number>();

  constructor(private readonly config: Config) {}

  /** Takes a place until the response closes; throws RATE_LIMIT_ERROR where there is none left. */
  take({ address, caller, paymentId }: StreamHolder, reply: FastifyReply): void {
    const most = this.config.MAX_STREAMS_PER_CALLER;
    const places: [key: string, max: number, words: string][] = [
      [`address ${addressKey(address).narrow}`, most, 'from this address'],
      ...(caller ? [[caller, most, 'with these credentials'] as [string, number, string]] : []),
      ...(paymentId ? [[paymentId, MAX_PER_PAYMENT, 'of this payment'] as [string, number, string]] : []),
    ];
    const full = places.find(([key, max]) => this.count(key) >= max);
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
