import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { SignedInUser } from '../../accounts/access/caller.js';
import { CurrentUser, SignedIn } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { Public } from '../../platform/http/public-route.js';
import { PolicyReportDto, PolicyReportListDto, RecordedPolicyReportDto } from './policy-report.dto.js';
import { PolicyReportsService } from './policy-reports.service.js';

@ApiTags('Checkout')
@Controller('api/v1/policy-reports')
export class PolicyReportsController {
  constructor(private readonly reports: PolicyReportsService) {}

  @Post()
  @HttpCode(200)
  @Public('write')
  @Operation({
    summary: 'Report a violation of the checkout’s content security policy',
    description:
      'The checkout passes on what browsers report. Equal reports are counted; at most 500 different ones are stored. ' +
      'Operators read them in the dashboard or with `npm run admin -- policy-reports`.',
    answer: RecordedPolicyReportDto,
    public: true,
  })
  record(@Body() report: PolicyReportDto): Promise<RecordedPolicyReportDto> {
    return this.reports.record(report);
  }

  @Get()
  @SignedIn()
  @Operation({
    summary: 'List what the checkout’s content security policy blocked',
    description: 'For operators of this gateway, because the reports concern the checkout of all merchants.',
    answer: PolicyReportListDto,
    people: true,
  })
  list(@CurrentUser() user: SignedInUser): Promise<PolicyReportListDto> {
    return this.reports.list(user);
  }
}
