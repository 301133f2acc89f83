import { ApiProperty } from '@nestjs/swagger';
import { text, time } from '../../platform/validation/documented.js';

export class OpenSessionDto {
  @ApiProperty({ type: 'string', format: 'uuid' })
  id: string;
  /** The session of this request. */
  @ApiProperty({ example: true })
  current: boolean;
  /** IP address at sign-in. */
  @ApiProperty({ ...text, example: '203.0.113.7' })
  address: string | null;
  /** User-Agent header at sign-in. */
  @ApiProperty({ ...text, example: 'Mozilla/5.0 (X11; Linux x86_64) …' })
  user_agent: string | null;
  /** To about a minute. */
  @ApiProperty(time)
  last_seen_at: string;
  /** It ends then at the latest, and after 30 minutes without a request. */
  @ApiProperty(time)
  expires_at: string;
  /** The sign-in. */
  @ApiProperty(time)
  created_at: string;
}

export class OpenSessionListDto {
  /** The one of this request first, then the last used first. */
  @ApiProperty({ type: [OpenSessionDto] })
  data: OpenSessionDto[];
}

export class EndedSessionDto {
  @ApiProperty({ type: 'string', format: 'uuid' })
  id: string;
  @ApiProperty({ enum: [true] })
  deleted: true;
}

export class EndedSessionsDto {
  /** How many were ended. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 2 })
  ended: number;
}
