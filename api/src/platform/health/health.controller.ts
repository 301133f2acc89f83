import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../http/public-route.js';
import { Refusals } from '../http/refusals.js';
import { HealthDto, LivenessDto, ReadinessDto } from './health.dto.js';
import { HealthService } from './health.service.js';

const refusesNames = () =>
  Refusals(
    { BAD_REQUEST_ERROR: 'The query has a parameter, and this operation takes none' },
    {
      unknown_parameter: {
        description: 'verbose is not a parameter of this request: it takes none, leave it out',
        field: 'verbose',
      },
    },
  );

@ApiTags('Health')
@Controller('health')
@Public()
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'How the gateway is', description: 'Answers within about a second, whatever is away.' })
  @ApiResponse({ status: 200, type: HealthDto, description: '`healthy`, or `degraded`: payments are still accepted' })
  @ApiResponse({ status: 503, type: HealthDto, description: '`unhealthy`: the database is away' })
  @refusesNames()
  async check(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    const health = await this.health.check();
    if (health.status === 'unhealthy') void reply.status(503);
    return health;
  }

  @Get('live')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'The process responds',
    description: 'For orchestrators: restart it if there is no response.',
  })
  @ApiResponse({ status: 200, type: LivenessDto, description: 'It does' })
  @refusesNames()
  live(): LivenessDto {
    return { status: 'live' };
  }

  @Get('ready')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Requests are welcome',
    description: 'For balancers: false as soon as the server receives the signal to stop.',
  })
  @ApiResponse({ status: 200, type: ReadinessDto, description: 'Send them' })
  @ApiResponse({ status: 503, type: ReadinessDto, description: 'The server is stopping, or the database is away' })
  @refusesNames()
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessDto> {
    const readiness = await this.health.ready();
    if (readiness.status === 'not_ready') void reply.status(503);
    return readiness;
  }
}
