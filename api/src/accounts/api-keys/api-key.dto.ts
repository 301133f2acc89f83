import { ApiExtraModels, ApiProperty, PickType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsOptional,
  ValidateBy,
  type ValidationOptions,
} from 'class-validator';
import { readRange } from '../../platform/http/address-ranges.js';
import { Loggable } from '../../platform/telemetry/loggable.js';
import { text, time } from '../../platform/validation/documented.js';
import { ReadAs } from '../../platform/validation/read-as.js';
import { IsText, IsWhole } from '../../platform/validation/validators.js';
import { currentScope, KEY_SCOPES, type Mode, type Permission } from '../access/permissions.js';

const MAX_OVERLAP_SECONDS = 604_800;
export const DEFAULT_OVERLAP_SECONDS = 86_400;
const MAX_RANGES = 20;
const MIN_LIFETIME_SECONDS = 3_600;
const MAX_LIFETIME_SECONDS = 157_680_000;
const ranges = { type: 'array', items: { type: 'string' }, example: ['203.0.113.0/24'] } as const;
const scopes = { enum: KEY_SCOPES, isArray: true, nullable: true, example: null } as const;

/** With its length in bits; other values as they are, for the validator. */
const inFull = (value: unknown): unknown => (typeof value === 'string' ? (readRange(value) ?? value) : value);

const IsRange = (options: ValidationOptions) =>
  ValidateBy(
    {
      name: 'isRange',
      validator: {
        validate: (value) => typeof value === 'string' && readRange(value) !== null,
        defaultMessage: () => '$property must hold addresses or ranges such as 203.0.113.0/24 or 2001:db8::/32',
      },
    },
    options,
  );

export interface KeyMaker {
  id: string;
  name: string;
  is_member: boolean;
}

const maker: Record<string, unknown> = {
  type: 'object',
  nullable: true,
  required: ['id', 'name', 'is_member'],
  properties: {
    id: { type: 'string', format: 'uuid', description: 'User id' },
    name: { type: 'string' },
    is_member: {
      type: 'boolean',
      description: 'False: they have left the team, and the key works until it is revoked',
    },
  },
  example: { id: '0198d3f4-5b6c-7d8e-9f01-23456789abcd', name: 'Asha Rao', is_member: true },
};

export class ApiKeyDto {
  /** The public half. */
  @ApiProperty({ example: 'key_test_9hQ2c0vTq5mXb1Za' })
  id: string;
  @ApiProperty({ ...text, example: 'Shop server' })
  name: string | null;
  @ApiProperty({ enum: ['test', 'live'] })
  mode: Mode;
  /** Null: everything an API key may do. */
  @ApiProperty(scopes)
  scopes: Permission[] | null;
  /** Who made or rolled it. Null: made before this was recorded. */
  @ApiProperty(maker)
  created_by: KeyMaker | null;
  /** CIDR ranges of the addresses from which it works. Null: from every address. */
  @ApiProperty({ ...ranges, nullable: true })
  allowed_ips: string[] | null;
  /** The address of the last use. */
  @ApiProperty({ ...text, example: '203.0.113.7' })
  last_used_address: string | null;
  /** To about ten seconds. */
  @ApiProperty({ ...time, nullable: true, example: null })
  last_used_at: string | null;
  /** From then on it opens nothing. */
  @ApiProperty({ ...time, nullable: true, example: null })
  expires_at: string | null;
  @ApiProperty(time)
  created_at: string;
}

/** A key in the event that announces its end. */
export class ExpiringApiKeyDto extends PickType(ApiKeyDto, [
  ...(['id', 'name', 'mode', 'scopes', 'allowed_ips', 'last_used_at', 'expires_at', 'created_at'] as const),
]) {
  /** Always 1: a key is announced once. */
  @ApiProperty({ type: 'integer', example: 1 })
  version: number;
}

@ApiExtraModels(ExpiringApiKeyDto)
export class ListedApiKeyDto extends ApiKeyDto {
  /** Of a test key, for those who may change keys. */
  @ApiProperty({ required: false, example: 'secret_test_…' })
  secret?: string;
}

export class ApiKeyWithSecretDto extends ApiKeyDto {
  /**
   * A live secret is shown here only: store it. In a replay it is masked, except for the actor that made the key
   * (`secret_live_****`).
   */
  @ApiProperty({ example: 'secret_test_…' })
  secret: string;
}

export class ApiKeyListDto {
  /** At most 50, the newest first; expired ones for 30 days. */
  @ApiProperty({ type: [ListedApiKeyDto] })
  data: ListedApiKeyDto[];
}

export class CreateApiKeyDto {
  /** 1 to 255 characters: where it is used. */
  @IsOptional()
  @IsText(255, 1)
  @Loggable()
  name?: string;

  /** Absent: everything that the user who makes it may do and a key can. `payments:settle` is an alias of `payments:capture`. */
  @ApiProperty({ ...scopes, required: false })
  @IsOptional()
  @ReadAs((value) => (Array.isArray(value) ? value.map(currentScope) : value))
  @IsArray({ message: '$property must be an array' })
  @ArrayNotEmpty({ message: '$property must name at least one permission; leave it out for all' })
  @IsIn(KEY_SCOPES, { each: true })
  @Loggable()
  scopes?: Permission[];

  /**
   * Addresses or CIDR ranges, IPv4 and IPv6, at most 20. Requests from other addresses are refused. The address is that of
   * the client behind the proxies in `TRUSTED_PROXIES`. Absent: every address.
   */
  @ApiProperty({ ...ranges, required: false, minItems: 1, maxItems: MAX_RANGES })
  @IsOptional()
  @ReadAs((value) => (Array.isArray(value) ? value.map(inFull) : value))
  @IsArray({ message: '$property must be an array' })
  @ArrayNotEmpty({ message: '$property must name at least one address; leave it out for all' })
  @ArrayMaxSize(MAX_RANGES, { message: `$property must have at most ${MAX_RANGES} entries` })
  @IsRange({ each: true })
  @Loggable()
  allowed_ips?: string[];

  /** Seconds after which it ends by itself, 3 600 to 157 680 000 (five years). Absent: it does not. A week before, an event and a mail are sent. */
  @ApiProperty({ required: false, type: 'integer', minimum: MIN_LIFETIME_SECONDS, maximum: MAX_LIFETIME_SECONDS })
  @IsOptional()
  @IsWhole(MIN_LIFETIME_SECONDS, MAX_LIFETIME_SECONDS)
  @Loggable()
  expires_in?: number;
}

export class RollApiKeyDto {
  /** Seconds in which the old key goes on to work, 0 to 604 800. */
  @ApiProperty({
    required: false,
    type: 'integer',
    minimum: 0,
    maximum: MAX_OVERLAP_SECONDS,
    default: DEFAULT_OVERLAP_SECONDS,
  })
  @IsOptional()
  @IsWhole(0, MAX_OVERLAP_SECONDS)
  @Loggable()
  expire_old_in?: number;
}

export class DeletedApiKeyDto {
  id: string;
  @ApiProperty({ enum: [true] })
  deleted: true;
}
