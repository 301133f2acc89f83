import { ApiProperty } from '@nestjs/swagger';
import type { Mode } from '../../accounts/access/permissions.js';
import { METHODS, type Method } from '../connectors/connector-entry.js';

export class ConnectorCredentialDto {
  @ApiProperty({ example: 'secret_key' })
  name: string;
  /** As the acquirer's own pages call it. */
  @ApiProperty({ example: 'Secret key' })
  title: string;
  /** How it begins for a merchant of this mode; null if it does not show the mode. */
  @ApiProperty({ type: 'string', nullable: true, example: 'sk_test_' })
  prefix: string | null;
  /** False: without it the gateway's own settings are used. */
  @ApiProperty({ example: true })
  required: boolean;
}

export class ConnectorDto {
  @ApiProperty({ example: 'simulated' })
  name: string;
  @ApiProperty({ example: 'Simulated acquirer' })
  title: string;
  @ApiProperty({ enum: ['test', 'live'], isArray: true, example: ['test'] })
  modes: Mode[];
  @ApiProperty({ enum: METHODS, isArray: true, example: METHODS })
  methods: Method[];
  /** Null: every currency that an order may have. */
  @ApiProperty({ type: 'array', items: { type: 'string' }, nullable: true, example: null })
  currencies: string[] | null;
  /** What an account needs; empty if nothing. */
  @ApiProperty({ type: [ConnectorCredentialDto], example: [] })
  credentials: ConnectorCredentialDto[];
  /** The address that is called instead of the acquirer's official one, for tests; null: the official one. */
  @ApiProperty({ type: 'string', nullable: true, example: null })
  emulator_url: string | null;
  /** True if the acquirer sends notifications, whose secret an account may have. */
  @ApiProperty({ example: false })
  has_notifications: boolean;
}

export class ConnectorListDto {
  /** Those that a merchant of this mode can have an account of. */
  @ApiProperty({ type: [ConnectorDto] })
  data: ConnectorDto[];
}
