import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, ValidateBy } from 'class-validator';
import { ReadAs } from './read-as.js';

const DATE_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** An optional whole number in a query, where everything arrives as text. The field is a number. */
export function QueryInt(min: number, max: number): PropertyDecorator {
  return applyDecorators(
    IsOptional(),
    ReadAs((value) => (typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value)),
    ValidateBy({
      name: 'queryInt',
      validator: {
        validate: (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
        defaultMessage: () => `$property must be an integer from ${min} to ${max}`,
      },
    }),
    ApiProperty({ required: false, type: 'integer', minimum: min, maximum: max }),
  );
}

/** An optional yes or no in a query: `true` or `false`. The field is a boolean. */
export function QueryBoolean(): PropertyDecorator {
  return applyDecorators(
    IsOptional(),
    ReadAs((value) => (value === 'true' ? true : value === 'false' ? false : value)),
    ValidateBy({
      name: 'queryBoolean',
      validator: {
        validate: (value) => typeof value === 'boolean',
        defaultMessage: () => '$property must be true or false',
      },
    }),
    ApiProperty({ required: false, type: 'boolean' }),
  );
}

/**
 * An optional status in a query. `processing` has an error message of its own: earlier versions of the API returned it
 * instead of `pending` with the stage `at_bank`.
 */
export function QueryStatus(statuses: readonly string[]): PropertyDecorator {
  return applyDecorators(
    IsOptional(),
    ValidateBy({
      name: 'queryStatus',
      validator: {
        validate: (value) => statuses.includes(value as string),
        defaultMessage: (args) =>
          args?.value === 'processing'
            ? '$property processing is shown as pending, with the stage at_bank: ask for pending'
            : `$property must be one of the following values: ${statuses.join(', ')}`,
      },
    }),
    ApiProperty({ required: false, enum: statuses }),
  );
}

/** An optional time in a query: ISO 8601; a date means its midnight in UTC. The field is a Date. */
export function QueryTime(): PropertyDecorator {
  return applyDecorators(
    IsOptional(),
    ReadAs((value) => (typeof value === 'string' && DATE_TIME.test(value) ? new Date(value) : value)),
    ValidateBy({
      name: 'queryTime',
      validator: {
        validate: (value) => value instanceof Date && !Number.isNaN(value.getTime()),
        defaultMessage: () => '$property must be an ISO 8601 time such as 2026-01-31T00:00:00Z',
      },
    }),
    ApiProperty({ required: false, type: 'string', format: 'date-time' }),
  );
}
