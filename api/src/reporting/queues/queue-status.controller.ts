import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type AccessRequest, Can } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { Public, PublicInDemo } from '../../platform/http/public-route.js';
import { JobsStatusDto, QueueStatusDto } from './queue-status.dto.js';
import { QueueStatusService } from './queue-status.service.js';

@Controller('api/v1')
export class QueueStatusController {
  constructor(private readonly queues: QueueStatusService) {}

  @Get('queue/status')
  @ApiTags('Queues')
  @PublicInDemo('read')
  @Can('queues:read')
  @Operation({
    summary: "Where the merchant's work stands, per queue",
    description:
      'Counted from the rows that must still be worked on. Needs no credentials in demo runs: it is then about the test merchant.',
    answer: QueueStatusDto,
  })
  status(@Req() { caller }: AccessRequest) {
    return this.queues.status(caller?.merchant.id);
  }

  @Get('test/jobs/status')
  @ApiTags('Demo')
  @Public('read')
  @Operation({
    summary: 'The queues of the test merchant of a demo run, summed',
    answer: JobsStatusDto,
    public: true,
    notFound: 'There is no job status outside demo runs',
  })
  jobs() {
    return this.queues.jobs();
  }
}
