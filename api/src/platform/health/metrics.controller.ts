import { Controller, Get, Headers, Ip, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Config } from '../config/config.module.js';
import { ApiError } from '../errors/api-error.js';
import { CredentialGuesses } from '../http/credential-guesses.js';
import { Public } from '../http/public-route.js';
import { Refusals } from '../http/refusals.js';
import { carriesToken } from './metrics-token.js';
import { Metrics } from './metrics.js';

const TEXT = { 'text/plain': { schema: { type: 'string' } } } as const;

@ApiTags('Health')
@Controller('metrics')
@Public()
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly config: Config,
    private readonly guesses: CredentialGuesses,
  ) {}

  @Get()
  @ApiBearerAuth('Metrics')
  @ApiOperation({
    summary: 'Figures for Prometheus',
    description:
      'Open in demo runs; with METRICS_TOKEN it requires that bearer token; with METRICS_PORT it is served on that port only.',
  })
  @ApiResponse({ status: 200, description: 'The Prometheus text format', content: TEXT })
  @Refusals(
    {
      BAD_REQUEST_ERROR: 'The query has a parameter, and this operation takes none',
      AUTHENTICATION_ERROR: 'METRICS_TOKEN is set, and this is not it',
      NOT_FOUND_ERROR: 'Served on METRICS_PORT alone, or not at all: outside demo runs it needs a METRICS_TOKEN',
    },
    { invalid_metrics_token: 'Invalid metrics token', metrics_elsewhere: 'Metrics are not served here' },
  )
  async read(
    @Headers('authorization') authorization: string | undefined,
    @Ip() address: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { METRICS_PORT: port, METRICS_TOKEN: token, DEMO: demo } = this.config;
    if (port || (!token && !demo)) throw new ApiError('metrics_elsewhere', 'Metrics are not served here');
    if (token && !(authorization !== undefined && (await this.isRight(address, authorization, token))))
      throw new ApiError('invalid_metrics_token', 'Invalid metrics token');
    void reply.header('Content-Type', this.metrics.contentType);
    return this.metrics.text();
  }

  private async isRight(address: string, authorization: string, token: string): Promise<boolean> {
    const check = () => Promise.resolve(carriesToken(authorization, token) || null);
    return (await this.guesses.check(address, authorization, check)) === true;
  }
}
