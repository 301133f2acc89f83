import { ApiProperty } from '@nestjs/swagger';

export class ReturnSecretDto {
  /** `rtsec_` and 43 characters. What `verifyReturn` of the SDK takes; test and live merchants have different ones. */
  @ApiProperty({ example: 'rtsec_c2hvcHBlcnMgY29tZSBiYWNrIHdpdGggdGhpcyBvbmU' })
  secret: string;
}
