import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.module.js';
import { carriesToken } from './metrics-token.js';
import { Metrics } from './metrics.js';

const LIVE_HEADERS = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
const LIVE = JSON.stringify({ status: 'live' });

/**
 * With METRICS_PORT, serves /metrics on that port, in servers and workers. It also serves /health/live there without a
 * token, since orchestrators have none and a worker has no other port.
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
    this.server = createServer((request, response) => void this.respond(request, response));
    // A taken port (server and worker on one machine) must not stop the process: payments work without metrics.
    this.server.on('error', (error) => this.logger.warn(`metrics are not served on port ${port}: ${error.message}`));
    this.server.listen(port, host);
  }

  onApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private async respond({ url, headers }: IncomingMessage, response: ServerResponse): Promise<void> {
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
