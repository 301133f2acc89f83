import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge } from 'prom-client';
import { Database } from '../database/database.js';
import { Meters } from '../telemetry/meters.js';
import { type Backlog, BacklogService } from './backlog.service.js';
import { DatabaseProbe, HEALTH_TIMEOUT_MS } from './database-probe.js';

const BACKLOG_CACHE_MS = 5_000;

/** The Prometheus metrics of this process, its requests and connections, and of the queues that all processes share. */
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
    // Collected before the queues are counted, since that takes a connection.
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

  /** Figures from the database, equal in every process. While it is unavailable they are missing and the others are served. */
  private describeBacklog(): void {
    // Over the probe's own connection, so that a busy pool does not look like an unavailable database.
    const running = () => this.probe.workerRunning().catch(() => null);
    const up = this.gauge('gateway_database_up', 'Whether PostgreSQL answered this scrape', [], async () => {
      up.set((await running()) === null ? 0 : 1);
    });
    const worker = this.gauge('gateway_worker_running', 'Whether any worker beat within 10 s', [], async () => {
      const isRunning = await running();
      if (isRunning === null) worker.remove();
      else worker.set(isRunning ? 1 : 0);
    });
    const jobs = this.gauge(
      'gateway_queue_jobs',
      'Jobs of all processes, at most 10 000 each',
      ['queue', 'state'],
      async () => {
        jobs.reset();
        for (const [queue, states] of Object.entries((await this.currentBacklog())?.queues ?? {})) {
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
        const dueSeconds: Record<string, number> = (await this.currentBacklog())?.oldestDueSeconds ?? {};
        for (const [queue, seconds] of Object.entries(dueSeconds)) oldest.set({ queue }, seconds);
      },
    );
    const undecided = this.gauge(
      'gateway_refund_undecided_seconds',
      'Age of the oldest refund that the acquirer has not decided; 0: none',
      [],
      async () => {
        const seconds = (await this.currentBacklog())?.undecidedRefundSeconds;
        if (seconds === undefined) undecided.remove();
        else undecided.set(seconds);
      },
    );
    const passedOver = this.gauge(
      'gateway_accounts_passed_over',
      'Connector accounts and methods that payments pass over because the acquirer does not answer',
      [],
      async () => {
        const count = (await this.currentBacklog())?.passedOverAccounts;
        if (count === undefined) passedOver.remove();
        else passedOver.set(count);
      },
    );
  }

  onModuleInit(): void {
    const fastify = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'none';
      const isStream = route.endsWith('/stream') && reply.statusCode === 200; // its duration is the listener's choice
      const { method } = request;
      if (!isStream)
        this.meters.requests.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
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

  /** One read serves every gauge of a scrape, and scrapes in quick succession; null if it fails or times out. */
  private currentBacklog(): Promise<Backlog | null> {
    const now = performance.now();
    if (!this.backlog || now - this.backlog.at > BACKLOG_CACHE_MS) {
      this.backlog = { at: now, figures: this.backlogs.read() };
      this.backlog.figures.catch(() => (this.backlog = undefined));
    }
    return Promise.race([this.backlog.figures.catch(() => null), afterTimeout()]);
  }
}

function afterTimeout(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), HEALTH_TIMEOUT_MS).unref());
}
