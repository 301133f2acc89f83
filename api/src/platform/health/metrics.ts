import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge } from 'prom-client';
import { Database } from '../database/database.js';
import { Meters } from '../telemetry/meters.js';
import { type Backlog, BacklogService } from './backlog.service.js';
import { DatabaseProbe, PATIENCE_MS } from './database-probe.js';

const BACKLOG_KEPT_MS = 5_000;

/** What Prometheus reads: of the process, its requests, its connections, and of the queues that all processes share. */
@Injectable()
export class Metrics implements OnModuleInit {
  private backlog: { at: number; figures: Promise<Backlog> } | undefined;

  constructor(
    database: Database,
    private readonly probe: DatabaseProbe,
    private readonly backlogs: BacklogService,
    private readonly meters: Meters,
    private readonly adapter: HttpAdapterHost,
  ) {
    collectDefaultMetrics({ register: meters.registry });
    // Before the queues are counted: that takes a connection too.
    const connections: Gauge = this.gauge(
      'gateway_database_connections',
      'Connections of the pool; waiting: requests for one',
      ['state'],
      () => {
        const { totalCount, idleCount, waitingCount } = database.pool;
        connections.set({ state: 'total' }, totalCount);
        connections.set({ state: 'idle' }, idleCount);
        connections.set({ state: 'waiting' }, waitingCount);
      },
    );
    this.describeBacklog();
  }

  /** Figures of the database, alike in every process; while it is away there are none, and the rest is served all the same. */
  private describeBacklog(): void {
    // Over a connection of its own: a pool that is busy must not look like a database that is away.
    const running = () => this.probe.workerRunning().catch(() => null);
    const up = this.gauge('gateway_database_up', 'Whether PostgreSQL answered this scrape', [], async () => {
      up.set((await running()) === null ? 0 : 1);
    });
    const worker = this.gauge('gateway_worker_running', 'Whether any worker beat within 10 s', [], async () => {
      const seen = await running();
      if (seen === null) worker.remove();
      else worker.set(seen ? 1 : 0);
    });
    const jobs = this.gauge(
      'gateway_queue_jobs',
      'Jobs of all processes, at most 10 000 each',
      ['queue', 'state'],
      async () => {
        jobs.reset();
        for (const [queue, states] of Object.entries((await this.look())?.queues ?? {})) {
          for (const [state, count] of Object.entries(states as Record<string, number>)) {
            jobs.set({ queue, state }, count);
          }
        }
      },
    );
    const oldest = this.gauge(
      'gateway_queue_oldest_due_seconds',
      'For how long the oldest row has been due that no worker has; 0: none waits',
      ['queue'],
      async () => {
        oldest.reset();
        const seen: Record<string, number> = (await this.look())?.oldestDueSeconds ?? {};
        for (const [queue, seconds] of Object.entries(seen)) oldest.set({ queue }, seconds);
      },
    );
  }

  onModuleInit(): void {
    const fastify = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'none';
      const lasting = route.endsWith('/stream') && reply.statusCode === 200; // as long as its listener likes
      const { method } = request;
      if (!lasting) this.meters.requests.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
      done();
    });
  }

  get contentType(): string {
    return this.meters.registry.contentType;
  }

  text(): Promise<string> {
    return this.meters.registry.metrics();
  }

  private gauge(name: string, help: string, labelNames: string[], collect: () => void | Promise<void>): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.meters.registry], collect });
  }

  /** One look serves every gauge of a scrape, and scrapes that follow each other quickly; null when there is no answer. */
  private look(): Promise<Backlog | null> {
    const now = performance.now();
    if (!this.backlog || now - this.backlog.at > BACKLOG_KEPT_MS) {
      this.backlog = { at: now, figures: this.backlogs.read() };
      this.backlog.figures.catch(() => (this.backlog = undefined));
    }
    return Promise.race([this.backlog.figures.catch(() => null), afterPatience()]);
  }
}

function afterPatience(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE_MS).unref());
}
