import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.module.js';
import { carriesToken } from './metrics-token.js';
import { Metrics } from './metrics.js';

const LIVE_HEADERS = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
const LIVE = JSON.stringify({ status: 'live' });

/**
 * With METRICS_PORT: /metrics on a port of its own, in server and worker alike, and /health/live beside it, which asks for
 * no token: orchestrators have none, and a worker has no other port.
 */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(MetricsServer.name);
  private server: Server | undefined;

  constructor(
    private readonly config: Config,
    private readonly metrics: Metrics,
  ) {}

  onApplicationBootstrap(): void {
    const { METRICS_PORT: port, HOST: host } = this.config;
    if (!port) return;
    this.server = createServer((request, response) => void this.answer(request, response));
    // Money is moved without figures too: a port that is taken (server and worker on one machine) stops nothing.
    this.server.on('error', (error) => this.logger.warn(`metrics are not served on port ${port}: ${error.message}`));
    this.server.listen(port, host);
  }

  onApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private async answer({ url, headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = this.config.METRICS_TOKEN;
    const path = url?.split('?')[0];
    if (path === '/health/live') return void response.writeHead(200, LIVE_HEADERS).end(LIVE);
    if (path !== '/metrics') return void response.writeHead(404).end();
    if (token && !carriesToken(headers.authorization, token)) return void response.writeHead(401).end();
    try {
      const text = await this.metrics.text();
      response.writeHead(200, { 'Content-Type': this.metrics.contentType }).end(text);
    } catch (error) {
      this.logger.error(error);
      response.writeHead(500).end();
    }
  }
}
