import { ApiProperty } from '@nestjs/swagger';
import { ArrayNotEmpty, IsBoolean, IsIn, IsOptional, ValidateIf } from 'class-validator';
import type { Mode } from '../../accounts/access/permissions.js';
import { Loggable } from '../../platform/telemetry/loggable.js';
import { text, time } from '../../platform/validation/documented.js';
import { IsText, IsWhole } from '../../platform/validation/validators.js';
import { type Credentials, METHODS, type Method } from '../connectors/connector-entry.js';
import { CONNECTOR_ENTRIES } from '../connectors/registry.js';
import { IsCredentials, IsCurrencies, IsWebhookSecret } from './account-input.js';

const MAX_LABEL_LENGTH = 100;
const MAX_PRIORITY = 1_000;
const connector = { type: 'string', enum: CONNECTOR_ENTRIES.map(({ name }) => name), example: 'simulated' } as const;
const label = { type: 'string', minLength: 1, maxLength: MAX_LABEL_LENGTH, example: 'Cards, main account' } as const;
const methods = { enum: METHODS, isArray: true, nullable: true } as const;
const currencies = { type: 'array', items: { type: 'string' }, nullable: true } as const;
const priority = { type: 'integer', minimum: 0, maximum: MAX_PRIORITY, required: false } as const;
const credentials = { type: 'object', additionalProperties: { type: 'string' }, required: false } as Record<
  string,
  unknown
>;
const webhookSecret = { type: 'string', minLength: 8, maxLength: 255, required: false } as const;
const NOT_EMPTY = { message: '$property must name at least one; null stands for all' };
/** Null stands for all, and an absent field of a PATCH for no change. */
const IfGiven = () => ValidateIf((_, value) => value !== null && value !== undefined);

export class CreateConnectorAccountDto {
  /** One that `GET /api/v1/connectors` lists. */
  @ApiProperty(connector)
  @IsText(32)
  @Loggable()
  connector: string;

  /** A name for your team, 1 to 100 characters. */
  @ApiProperty(label)
  @IsText(MAX_LABEL_LENGTH, 1)
  @Loggable()
  label: string;

  /** What the connector needs, by name; stored encrypted and never shown again. */
  @ApiProperty(credentials)
  @IsOptional()
  @IsCredentials()
  credentials?: Credentials;

  /** Verifies the acquirer's notifications; stored encrypted and never shown again. */
  @ApiProperty(webhookSecret)
  @IsOptional()
  @IsWebhookSecret()
  webhook_secret?: string;

  /** The payment methods that it may take; absent or null: all of the connector's. */
  @ApiProperty({ ...methods, required: false })
  @IfGiven()
  @ArrayNotEmpty(NOT_EMPTY)
  @IsIn(METHODS, { each: true })
  @Loggable()
  methods?: Method[] | null;

  /** The currencies that it may take; absent or null: all of the connector's. */
  @ApiProperty({ ...currencies, required: false })
  @IfGiven()
  @IsCurrencies()
  @Loggable()
  currencies?: string[] | null;

  /** Lower is tried first, 0 to 1000; accounts of the same priority are tried in the order of their ids. */
  @ApiProperty({ ...priority, default: 0 })
  @IsOptional()
  @IsWhole(0, MAX_PRIORITY)
  @Loggable()
  priority?: number;
}

export class UpdateConnectorAccountDto {
  @ApiProperty({ ...label, required: false })
  @IsOptional()
  @IsText(MAX_LABEL_LENGTH, 1)
  @Loggable()
  label?: string;

  /** Replace all of the former ones. They are tested first, and must be of the same account at the acquirer. */
  @ApiProperty(credentials)
  @IsOptional()
  @IsCredentials()
  credentials?: Credentials;

  /** The new secret; the current one goes on to verify until it is dropped or the next one is set. */
  @ApiProperty(webhookSecret)
  @IsOptional()
  @IsWebhookSecret()
  webhook_secret?: string;

  /** True: the secret before the current one verifies no more. */
  @ApiProperty({ required: false })
  @IsOptional()
  @IsBoolean()
  @Loggable()
  drop_previous_webhook_secret?: boolean;

  /** Null: all of the connector's. */
  @ApiProperty({ ...methods, required: false })
  @IfGiven()
  @ArrayNotEmpty(NOT_EMPTY)
  @IsIn(METHODS, { each: true })
  @Loggable()
  methods?: Method[] | null;

  /** Null: all of the connector's. */
  @ApiProperty({ ...currencies, required: false })
  @IfGiven()
  @IsCurrencies()
  @Loggable()
  currencies?: string[] | null;

  /** Lower is tried first, 0 to 1000. */
  @ApiProperty(priority)
  @IsOptional()
  @IsWhole(0, MAX_PRIORITY)
  @Loggable()
  priority?: number;

  /** False: it takes no new charges; those under way go on, and refunds still use it. */
  @IsOptional()
  @IsBoolean()
  @Loggable()
  enabled?: boolean;
}

const TEST_REASONS = ['accepted', 'no_response', 'credentials_refused', 'other_account'] as const;

export class AccountTestDto {
  @ApiProperty({ example: true })
  ok: boolean;
  @ApiProperty({ enum: TEST_REASONS })
  reason: (typeof TEST_REASONS)[number];
  /** In words, for the person who reads it. */
  @ApiProperty({ example: 'Simulated acquirer responds' })
  description: string;
}

export class AccountHealthDto {
  /** `card`, `upi`, or `page` for payments on a page of the acquirer. */
  @ApiProperty({ example: 'card' })
  method: string;
  /**
   * `passed_over`: its acquirer did not answer, so that payments go to other accounts until `passed_over_until`. `trial`: the
   * next payment that fits tries it again.
   */
  @ApiProperty({ enum: ['well', 'passed_over', 'trial'] })
  state: 'well' | 'passed_over' | 'trial';
  /** How the acquirer answered the last attempts: 1 all of them, 0 none. Declines are answers. */
  @ApiProperty({ type: 'number', minimum: 0, maximum: 1, example: 0.98 })
  score: number;
  /** Since the account was added. */
  @ApiProperty({ type: 'integer', example: 1200 })
  attempts: number;
  @ApiProperty({ ...time, nullable: true, example: null })
  passed_over_until: string | null;
}

export class ConnectorAccountDto {
  @ApiProperty({ example: 'ca_0V6bT1zq8KJh3mPd' })
  id: string;
  @ApiProperty({ enum: ['test', 'live'] })
  mode: Mode;
  @ApiProperty(connector)
  connector: string;
  @ApiProperty(label)
  label: string;
  /** Null: all of the connector's. */
  @ApiProperty({ ...methods, example: null })
  methods: Method[] | null;
  /** Null: all of the connector's. */
  @ApiProperty({ ...currencies, example: null })
  currencies: string[] | null;
  /** Lower is tried first. */
  @ApiProperty({ type: 'integer', example: 0 })
  priority: number;
  /** False: it takes no new charges. */
  enabled: boolean;
  /** The last four characters; null without credentials, or if they are short. */
  @ApiProperty(text)
  credentials_last4: string | null;
  /** The acquirer's own id of the account, known since the first successful test. */
  @ApiProperty(text)
  acquirer_account: string | null;
  /** How its acquirer answers, by method; empty before the first attempt. */
  @ApiProperty({ type: [AccountHealthDto] })
  health: AccountHealthDto[];
  /** Always true for `simulated`, whose secret follows from the gateway's key there. */
  @ApiProperty({ example: false })
  has_webhook_secret: boolean;
  /** The last four characters; null without a secret, or if it is short. */
  @ApiProperty(text)
  webhook_secret_last4: string | null;
  /** True while the secret before the current one verifies as well. */
  @ApiProperty({ example: false })
  has_previous_webhook_secret: boolean;
  @ApiProperty(text)
  previous_webhook_secret_last4: string | null;
  /** The address to enter at the acquirer for its notifications; null if the connector has none. */
  @ApiProperty({ ...text, format: 'uri' })
  notification_url: string | null;
  /** When the acquirer last sent a notification, verified or not. */
  @ApiProperty({ ...time, nullable: true, example: null })
  last_notification_at: string | null;
  /** When a notification last verified. */
  @ApiProperty({ ...time, nullable: true, example: null })
  last_verified_at: string | null;
  @ApiProperty({ ...time, nullable: true, example: null })
  tested_at: string | null;
  /** The result of the last test; null before the first. */
  @ApiProperty({ type: () => AccountTestDto, nullable: true, example: null })
  test_result: AccountTestDto | null;
  /** `user:…`, `api_key:…`, or `system` for the account that every test merchant has. */
  @ApiProperty({ example: 'system' })
  created_by: string;
  /** The account's own counter. */
  @ApiProperty({ type: 'integer', example: 1 })
  version: number;
  @ApiProperty(time)
  created_at: string;
  @ApiProperty(time)
  updated_at: string;
}

export class ConnectorAccountListDto {
  /** At most 50, in the order in which they are tried. */
  @ApiProperty({ type: [ConnectorAccountDto] })
  data: ConnectorAccountDto[];
}

export class RemovedConnectorAccountDto {
  id: string;
  @ApiProperty({ enum: [true] })
  deleted: true;
}
