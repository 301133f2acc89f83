import { ApiProperty, OmitType } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { time } from '../../platform/validation/documented.js';
import { IsText, IsWhole } from '../../platform/validation/validators.js';

const MAX_ADDRESS_LENGTH = 500;
const MAX_LINE = 2_147_483_647;
const address = { maxLength: MAX_ADDRESS_LENGTH } as const;

export class PolicyReportDto {
  /** The directive that was violated. */
  @ApiProperty({ minLength: 1, maxLength: 100, example: 'script-src-elem' })
  @IsText(100, 1)
  directive: string;

  /** What was blocked: an address, or a word such as `inline`. */
  @ApiProperty({ ...address, example: 'https://evil.example/skimmer.js' })
  @IsText(MAX_ADDRESS_LENGTH)
  blocked: string;

  /** The file that tried it. */
  @ApiProperty({ ...address, required: false, example: 'http://localhost:3001/checkout' })
  @IsOptional()
  @IsText(MAX_ADDRESS_LENGTH)
  source?: string;

  /** The page; its query is not stored. */
  @ApiProperty({ ...address, required: false, example: 'http://localhost:3001/checkout' })
  @IsOptional()
  @IsText(MAX_ADDRESS_LENGTH)
  page?: string;

  @ApiProperty({ required: false, type: 'integer', minimum: 0, maximum: MAX_LINE, example: 12 })
  @IsOptional()
  @IsWhole(0, MAX_LINE)
  line?: number;
}

export class SeenPolicyReportDto extends OmitType(PolicyReportDto, ['source', 'page', 'line']) {
  /** The file that tried it; empty if the browser did not say. */
  @ApiProperty({ example: 'http://localhost:3001/checkout' })
  source: string;
  /** The page of the last report; empty if the browser did not say. */
  @ApiProperty({ example: 'http://localhost:3001/checkout' })
  page: string;
  @ApiProperty({ type: 'integer', nullable: true, example: 12 })
  line: number | null;
  /** How often it was reported. */
  @ApiProperty({ type: 'integer', example: 3 })
  count: number;
  @ApiProperty(time)
  first_seen_at: string;
  @ApiProperty(time)
  last_seen_at: string;
}

export class PolicyReportListDto {
  /** At most 100, those that were seen last. */
  @ApiProperty({ type: [SeenPolicyReportDto] })
  data: SeenPolicyReportDto[];
}

export class RecordedPolicyReportDto {
  /** False: the maximum number of different reports is stored, and this one is new. */
  @ApiProperty({ example: true })
  recorded: boolean;
}
