import { ApiProperty } from '@nestjs/swagger';
import { MAX_AMOUNT } from '../../platform/currency.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { Loggable } from '../../platform/telemetry/loggable.js';
import { IsText, IsWhole } from '../../platform/validation/validators.js';

export const MAX_LINE_ITEMS = 50;
const MAX_QUANTITY = 10_000;
const quantity = { type: 'integer', minimum: 1, maximum: MAX_QUANTITY, example: 2 } as const;
const unitAmount = { type: 'integer', minimum: -MAX_AMOUNT, maximum: MAX_AMOUNT, example: 25_000 } as const;

export class LineItemInputDto {
  /** 1 to 255 characters. */
  @ApiProperty({ minLength: 1, maxLength: 255, example: 'T-shirt' })
  @IsText(255, 1)
  @Loggable()
  name: string;

  /** 1 to 10 000. */
  @ApiProperty(quantity)
  @IsWhole(1, MAX_QUANTITY)
  @Loggable()
  quantity: number;

  /** Of one unit, in the currency's minor unit; negative for a discount. */
  @ApiProperty(unitAmount)
  @IsWhole(-MAX_AMOUNT, MAX_AMOUNT)
  @Loggable()
  amount: number;
}

export class LineItemDto {
  @ApiProperty({ example: 'T-shirt' })
  name: string;
  @ApiProperty(quantity)
  quantity: number;
  /** Of one unit, in the currency's minor unit; negative for a discount. */
  @ApiProperty(unitAmount)
  amount: number;
}

/** The lines must add up to the amount. The sum may exceed what a number holds exactly. */
export function refuseOtherSum(amount: number, lines: readonly LineItemInputDto[] | undefined): void {
  if (!lines) return;
  const sum = lines.reduce((total, line) => total + BigInt(line.quantity) * BigInt(line.amount), 0n);
  if (sum === BigInt(amount)) return;
  throw new ApiError(
    'line_items_mismatch',
    `line_items add up to ${sum}, and amount is ${amount}: they must be equal`,
    {
      field: 'line_items',
    },
  );
}
