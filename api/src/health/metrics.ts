import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Database } from '../database/database.js';
import { PATIENCE_MS } from './database-probe.js';
import type { QueueStatusDto } from './queue-status.dto.js';
import { QueueStatusService } from './queue-status.service.js';

const QUEUES_KEPT_MS = 5_000;
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What Prometheus reads: of the process, its requests, its connections, and of the queues that all processes share. */
@Injectable()
export class Metrics implements OnModuleInit {
  private readonly registry = new Registry();
  private readonly requests: Histogram<'method' | 'route' | 'status'>;
  private queues: { at: number; figures: Promise<QueueStatusDto> } | undefined;

  constructor(
    database: Database,
    private readonly queueStatus: QueueStatusService,
    private readonly adapter: HttpAdapterHost,
  ) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.requests = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'From the first byte of a request to the last of its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers,
    });
    // Before the queues are counted: that takes a connection too.
    this.gauge(
      'gateway_database_connections',
      'Connections of the pool; waiting: requests for one',
      ['state'],
      (gauge) => {
        const { totalCount, idleCount, waitingCount } = database.pool;
        gauge.set({ state: 'total' }, totalCount);
        gauge.set({ state: 'idle' }, idleCount);
        gauge.set({ state: 'waiting' }, waitingCount);
      },
    );
    this.gauge('gateway_queue_jobs', 'Jobs of all processes, at most 10 000 each', ['queue', 'state'], (gauge) =>
      this.countQueues(gauge),
    );
  }

  onModuleInit(): void {
    const fastify = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? 'none';
      if (route.endsWith('/stream') && reply.statusCode === 200) return; // lives as long as its listener likes
      const { method } = request;
      this.requests.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  private gauge<Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    fill: (gauge: Gauge<Label>) => void | Promise<void>,
  ) {
    const gauge: Gauge<Label> = new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      collect: () => fill(gauge),
    });
  }

  /** While the database is away the queues have no figures; the rest is served all the same. */
  private async countQueues(gauge: Gauge<'queue' | 'state'>): Promise<void> {
    gauge.reset();
    const figures = await Promise.race([this.queueFigures().catch(() => null), afterPatience()]);
    for (const [queue, states] of Object.entries(figures ?? {})) {
      for (const [state, count] of Object.entries(states as Record<string, number>)) gauge.set({ queue, state }, count);
    }
  }

  private queueFigures(): Promise<QueueStatusDto> {
    const now = performance.now();
    if (!this.queues || now - this.queues.at > QUEUES_KEPT_MS) {
      this.queues = { at: now, figures: this.queueStatus.figures() };
      this.queues.figures.catch(() => (this.queues = undefined));
    }
    return this.queues.figures;
  }
}

function afterPatience(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE_MS).unref());
}
