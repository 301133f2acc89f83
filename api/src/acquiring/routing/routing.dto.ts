import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsIn, IsOptional, ValidateNested } from 'class-validator';
import { MAX_AMOUNT } from '../../platform/currency.js';
import { Loggable } from '../../platform/telemetry/loggable.js';
import { ItemsOf } from '../../platform/validation/compile-dto.js';
import { amount, text, time } from '../../platform/validation/documented.js';
import { ReadAs } from '../../platform/validation/read-as.js';
import { IfGiven, IsCurrency, IsText, IsWhole } from '../../platform/validation/validators.js';
import { IsCurrencies } from '../connector-accounts/account-input.js';
import { METHODS, type Method } from '../connectors/connector-entry.js';
import { DECLINE_CLASS_NAMES, type DeclineClass } from './decline-classes.js';

const MAX_RULES = 50;
const MAX_ACCOUNTS = 50;
const MAX_NAME_LENGTH = 60;
const methods = { enum: METHODS, isArray: true, nullable: true, required: false, example: ['card'] } as const;
const currencies = {
  type: 'array',
  items: { type: 'string' },
  nullable: true,
  required: false,
  example: ['INR'],
} as const;
const limit = { type: 'integer', minimum: 1, maximum: MAX_AMOUNT, nullable: true, required: false } as const;
const accounts = { type: 'array', items: { type: 'string' }, minItems: 1, example: ['ca_0V6bT1zq8KJh3mPd'] } as const;
const retryElsewhere = { enum: DECLINE_CLASS_NAMES, isArray: true } as const;
/** In a query everything arrives as text. */
const DigitsInQuery = () =>
  ReadAs((value) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value));
const AT_LEAST_ONE = { message: '$property must name at least one; null stands for all' };

export class RoutingRuleInputDto {
  /** Shown with each payment that meets the rule; 1 to 60 characters, no two the same. */
  @ApiProperty({ minLength: 1, maxLength: MAX_NAME_LENGTH, example: 'Large card payments' })
  @IsText(MAX_NAME_LENGTH, 1)
  @Loggable()
  name: string;

  /** Absent or null: every method, also one that the shopper has yet to choose on a page of the acquirer. */
  @ApiProperty(methods)
  @IfGiven()
  @ArrayNotEmpty(AT_LEAST_ONE)
  @IsIn(METHODS, { each: true })
  @Loggable()
  methods?: Method[] | null;

  /** Absent or null: every currency. */
  @ApiProperty(currencies)
  @IfGiven()
  @IsCurrencies()
  @Loggable()
  currencies?: string[] | null;

  /** From this amount on, in the minor unit of the rule's only currency. Absent or null: no limit. */
  @ApiProperty({ ...limit, example: 500_000 })
  @IfGiven()
  @IsWhole(1, MAX_AMOUNT)
  @Loggable()
  min_amount?: number | null;

  /** Up to this amount, included. Absent or null: no limit. */
  @ApiProperty({ ...limit, example: null })
  @IfGiven()
  @IsWhole(1, MAX_AMOUNT)
  @Loggable()
  max_amount?: number | null;

  /** Connector accounts, the first one first. Payments that meet the rule go to no other account. */
  @ApiProperty(accounts)
  @IsArray({ message: '$property must be an array' })
  @ArrayNotEmpty({ message: '$property must name at least one account' })
  @ArrayMaxSize(MAX_ACCOUNTS, { message: `$property must name at most ${MAX_ACCOUNTS} accounts` })
  @IsText(64, 1, { each: true })
  @Loggable()
  accounts: string[];
}

export class PutRoutingRulesDto {
  /** Of the rules that these replace, as `GET` returned it. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 0 })
  @IsWhole(0, 2_147_483_646)
  @Loggable()
  version: number;

  /** At most 50. Each payment meets one of them or none; then accounts are tried in the order of their priority. */
  @ApiProperty({ type: [RoutingRuleInputDto], maxItems: MAX_RULES })
  @IsArray({ message: '$property must be an array' })
  @ArrayMaxSize(MAX_RULES, { message: `$property must have at most ${MAX_RULES} rules` })
  @ItemsOf(() => RoutingRuleInputDto)
  @ValidateNested({ each: true })
  @Loggable()
  rules: RoutingRuleInputDto[];

  /** The reasons of a decline after which a payment is tried at its next account. Absent or null: the default ones. */
  @ApiProperty({ ...retryElsewhere, nullable: true, required: false })
  @IfGiven()
  @IsArray({ message: '$property must be an array' })
  @IsIn(DECLINE_CLASS_NAMES, { each: true })
  @Loggable()
  retry_elsewhere?: DeclineClass[] | null;
}

export class RoutingRuleDto {
  @ApiProperty({ example: 'Large card payments' })
  name: string;
  /** Null: every method, also one that the shopper has yet to choose on a page of the acquirer. */
  @ApiProperty({ ...methods, required: true })
  methods: Method[] | null;
  /** Null: every currency. */
  @ApiProperty({ ...currencies, required: true })
  currencies: string[] | null;
  /** In the minor unit of the rule's only currency. Null: no limit. */
  @ApiProperty({ ...limit, required: true, example: 500_000 })
  min_amount: number | null;
  @ApiProperty({ ...limit, required: true, example: null })
  max_amount: number | null;
  /** The first one first. */
  @ApiProperty(accounts)
  accounts: string[];
}

export class DeclineClassDto {
  @ApiProperty({ enum: DECLINE_CLASS_NAMES })
  reason: DeclineClass;
  /** True: a payment is tried at its next account. */
  @ApiProperty({ example: true })
  retry_elsewhere: boolean;
  /** What it is unless the merchant chooses. */
  @ApiProperty({ example: true })
  default: boolean;
  @ApiProperty({ example: 'another acquirer may reach the bank of the card, or another risk check' })
  because: string;
}

export class RoutingRulesDto {
  /** Send it with the next change; 0: nothing is stored yet. */
  @ApiProperty({ type: 'integer', example: 1 })
  version: number;
  @ApiProperty({ type: [RoutingRuleDto] })
  rules: RoutingRuleDto[];
  /** Every reason of a decline that may be retried. After any other a payment never moves. */
  @ApiProperty({ type: [DeclineClassDto] })
  decline_classes: DeclineClassDto[];
  /** `user:…` or `api_key:…`; null: nothing is stored yet. */
  @ApiProperty({ ...text, example: 'api_key:key_test_abc123' })
  updated_by: string | null;
  @ApiProperty({ ...time, nullable: true })
  updated_at: string | null;
}

export class ExplainRouteDto {
  /** In the currency's minor unit. */
  @ApiProperty({ ...amount, minimum: 1, example: 50_000 })
  @DigitsInQuery()
  @IsWhole(1, MAX_AMOUNT)
  @Loggable()
  amount: number;

  @ApiProperty({ required: false, default: 'INR', example: 'INR' })
  @IsOptional()
  @IsCurrency()
  @Loggable()
  currency?: string;

  /** Absent: the shopper chooses on a page of the acquirer. */
  @ApiProperty({ enum: METHODS, required: false, example: 'card' })
  @IsOptional()
  @IsIn(METHODS)
  @Loggable()
  method?: Method;

  /** `redirect`: the shopper pays on a page of the acquirer. */
  @ApiProperty({ enum: ['redirect'], required: false })
  @IsOptional()
  @IsIn(['redirect'])
  @Loggable()
  flow?: 'redirect';

  @ApiProperty({ enum: ['automatic', 'manual'], required: false, default: 'automatic' })
  @IsOptional()
  @IsIn(['automatic', 'manual'])
  @Loggable()
  capture?: 'automatic' | 'manual';
}

const FINDINGS = [
  ...(['chosen', 'later', 'disabled', 'removed', 'other_connector', 'other_method', 'other_currency'] as const),
  ...(['not_supported', 'already_tried', 'passed_over'] as const),
] as const;

export class RouteCandidateDto {
  @ApiProperty({ example: 'ca_0V6bT1zq8KJh3mPd' })
  account_id: string;
  @ApiProperty({ ...text, example: 'Cards, main account' })
  account_label: string | null;
  /** `chosen`; `later`: the payment could go there next; otherwise why it does not. */
  @ApiProperty({ enum: FINDINGS })
  finding: (typeof FINDINGS)[number];
  /** The same in words. */
  @ApiProperty({ example: 'is chosen' })
  description: string;
  /** How well the acquirer answers, from 0 to 1; null for a removed account. */
  @ApiProperty({ type: 'number', nullable: true, example: 1 })
  score: number | null;
}

export const ROUTE_REASONS = ['only', 'priority', 'rule', 'next', 'trial', 'best_of_passed_over'] as const;

export class ExplainedRouteDto {
  /** Null: no account takes the payment, which would fail with `no_connection`. */
  @ApiProperty({ ...text, example: 'ca_0V6bT1zq8KJh3mPd' })
  account_id: string | null;
  @ApiProperty({ ...text, example: 'Cards, main account' })
  account_label: string | null;
  @ApiProperty({ type: 'string', enum: [...ROUTE_REASONS, null], nullable: true, example: 'rule' })
  reason: (typeof ROUTE_REASONS)[number] | null;
  /** The name of the rule that the payment meets; null: none. */
  @ApiProperty({ ...text, example: 'Large card payments' })
  rule: string | null;
  @ApiProperty({ example: 'The first connection of the rule Large card payments that fits.' })
  description: string;
  /** Every account that was looked at, in order. */
  @ApiProperty({ type: [RouteCandidateDto] })
  candidates: RouteCandidateDto[];
}
