import { describe, expect, it } from '@jest/globals';
import {
  Allow,
  ArrayMaxSize,
  Equals,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
  Validate,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
  isInt,
  ValidateBy,
} from 'class-validator';
import { ApiError } from '../errors/api-error.js';
import { compileDto, type DtoClass, ItemsOf } from './compile-dto.js';
import { QueryInt, QueryTime } from './query.js';

class CardDto {
  @IsString() @Length(13, 19) number: string;
  @IsString() cvv: string;
}

class BaseDto {
  @IsOptional() @IsString() receipt?: string;
}

class PaymentDto extends BaseDto {
  @IsIn(['upi', 'card']) method: string;
  @ValidateIf((dto: PaymentDto) => dto.method === 'upi')
  @Matches(/^.+@.+$/, { message: 'The VPA is not valid', context: { reason: 'invalid_vpa' } })
  vpa?: string;
  @ValidateIf((dto: PaymentDto) => dto.method === 'card') @ValidateNested() card?: CardDto;
  @IsOptional() @IsInt() @Min(1) @Max(9) tries = 3;
  @IsOptional() @IsArray() @ArrayMaxSize(3) @IsIn(['a', 'b'], { each: true }) tags?: string[];
  @ValidateIf((_, value) => value !== null) @IsOptional() @Allow() free?: unknown;
}

const read = compileDto(PaymentDto);
const UPI = { method: 'upi', vpa: 'user@bank' };
const CARD = { method: 'card', card: { number: '4111111111111111', cvv: '123' } };

function refusalOf(input: unknown, reader = read, source: 'body' | 'query' = 'body') {
  try {
    reader(input, source);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, reason, description, field } = error;
    return { code, reason, description, field };
  }
  throw new Error('it was accepted');
}

describe('a compiled DTO', () => {
  it('is of its class, and holds what was sent', () => {
    const dto = read({ ...CARD, receipt: 'r', tags: ['a', 'b'] });
    expect(dto).toBeInstanceOf(PaymentDto);
    expect(dto['card']).toBeInstanceOf(CardDto);
    expect(JSON.parse(JSON.stringify(dto))).toEqual({ ...CARD, receipt: 'r', tags: ['a', 'b'], tries: 3 });
  });

  it.each<[object, string, string]>([
    [{ ...UPI, admin: true }, 'admin', 'admin is not a parameter of this request: it takes'],
    [{ ...UPI, recipt: 'r' }, 'recipt', 'did you mean receipt?'],
    [{ ...CARD, card: { ...CARD.card, numbr: '1' } }, 'card.numbr', 'did you mean card.number?'],
    [{ ...UPI, ['__proto__']: 1 }, '__proto__', '__proto__ is not a parameter'],
    [JSON.parse('{"__proto__":{"method":"upi"}}') as object, '__proto__', '__proto__ is not a parameter'],
    [{ ...UPI, toString: 1 }, 'toString', 'toString is not a parameter'],
    [{ ...UPI, recipt: undefined }, 'recipt', 'did you mean receipt?'],
  ])('refuses a name that it does not have, at every level: %j', (input, field, words) => {
    const refusal = refusalOf(input);
    expect(refusal).toMatchObject({ code: 'BAD_REQUEST_ERROR', reason: 'unknown_parameter', field });
    expect(refusal.description).toContain(words);
  });

  it('reports an unknown field before it checks the others, since a required one may be misspelt', () => {
    expect(refusalOf({ methd: 'upi' })).toMatchObject({ reason: 'unknown_parameter', field: 'methd' });
  });

  it('accepts an empty array as an empty map', () => {
    expect(refusalOf([])).toMatchObject({ reason: 'missing_parameter', field: 'method' });
    expect(refusalOf({ method: 'card', card: [] })).toMatchObject({ field: 'card.number' });
  });

  it('gives a reason: absent, wrong, or that of the field', () => {
    expect(refusalOf({})).toMatchObject({ reason: 'missing_parameter' });
    expect(refusalOf({ method: null })).toMatchObject({ reason: 'missing_parameter' });
    expect(refusalOf({ method: 'cash' })).toMatchObject({ reason: 'invalid_parameter' });
    expect(refusalOf({ method: 'upi' })).toMatchObject({ reason: 'invalid_vpa', code: 'INVALID_VPA' });
  });

  it('takes null and undefined of an optional field as absent, and keeps the default', () => {
    expect(read({ ...UPI, tries: null, receipt: null })).toMatchObject({ tries: 3, receipt: undefined });
    expect(read({ ...UPI, tries: undefined })).toMatchObject({ tries: 3 });
  });

  it('drops a field whose condition does not hold, so that nothing unchecked gets through', () => {
    expect(read({ ...UPI, card: 'anything' })['card']).toBeUndefined();
    expect(read({ ...CARD, vpa: 5 })['vpa']).toBeUndefined();
  });

  it.each([
    [{}, 'BAD_REQUEST_ERROR', 'method', 'method must be one of the following values: upi, card'],
    [{ method: 'upi' }, 'INVALID_VPA', 'vpa', 'The VPA is not valid'],
    [{ method: 'upi', vpa: 'nobody' }, 'INVALID_VPA', 'vpa', 'The VPA is not valid'],
    [{ method: 'card' }, 'BAD_REQUEST_ERROR', 'card', 'card must be an object'],
    [{ method: 'card', card: [1] }, 'BAD_REQUEST_ERROR', 'card', 'card must be an object'],
    [{ method: 'card', card: { number: 5 } }, 'BAD_REQUEST_ERROR', 'card.number', 'card.number must be a string'],
    [
      { ...CARD, card: { number: '4111', cvv: '1' } },
      'BAD_REQUEST_ERROR',
      'card.number',
      'card.number must be longer than or equal to 13 characters',
    ],
    [{ ...UPI, tries: '5' }, 'BAD_REQUEST_ERROR', 'tries', 'tries must be an integer number'],
    [{ ...UPI, tries: 10 }, 'BAD_REQUEST_ERROR', 'tries', 'tries must not be greater than 9'],
    [{ ...UPI, tags: 'a' }, 'BAD_REQUEST_ERROR', 'tags', 'tags must be an array'],
    [
      { ...UPI, tags: ['a', 'x'] },
      'BAD_REQUEST_ERROR',
      'tags.1',
      'each value in tags must be one of the following values: a, b',
    ],
    [{ ...UPI, receipt: {} }, 'BAD_REQUEST_ERROR', 'receipt', 'receipt must be a string'],
    [[1], 'BAD_REQUEST_ERROR', undefined, 'The request body must be an object'],
    ['text', 'BAD_REQUEST_ERROR', undefined, 'The request body must be an object'],
  ])('refuses %j: %s, %s', (input, code, field, description) => {
    expect(refusalOf(input)).toMatchObject({ code, field, description });
  });

  it('does not read what is inherited', () => {
    expect(refusalOf(Object.create({ method: 'upi', vpa: 'user@bank' }))).toMatchObject({ field: 'method' });
    expect(read(Object.assign(Object.create({ admin: true }) as object, UPI))).toMatchObject(UPI);
  });

  it('does not accept a promise as true', () => {
    class Sly {
      @ValidateBy({ name: 'sly', validator: { validate: (value) => Promise.resolve(isInt(value)) } }) n: number;
    }
    expect(refusalOf({ n: 'x' }, compileDto(Sly))).toMatchObject({ field: 'n', description: 'n is not valid' });
  });
});

describe('a query', () => {
  class ListQuery {
    @QueryInt(1, 100) limit = 10;
    @QueryTime() created_from?: Date;
  }
  const readQuery = compileDto(ListQuery);

  it('turns text into numbers and times', () => {
    expect(readQuery({ limit: '25', created_from: '2026-01-31T10:00:00+05:30' })).toEqual({
      limit: 25,
      created_from: new Date('2026-01-31T04:30:00Z'),
    });
    expect(readQuery({ created_from: '2026-01-31' })).toEqual({
      limit: 10,
      created_from: new Date('2026-01-31T00:00:00Z'),
    });
  });

  it('takes an empty value for an absent one, and each name once', () => {
    expect(readQuery({ limit: '', created_from: '' }, 'query')).toEqual({ limit: 10 });
    expect(refusalOf({ limit: ['1', '2'] }, readQuery, 'query')).toMatchObject({
      reason: 'repeated_parameter',
      field: 'limit',
    });
    expect(refusalOf({ limt: '' }, readQuery, 'query')).toMatchObject({ reason: 'unknown_parameter', field: 'limt' });
  });

  it.each(['0', '101', '1.5', '1e1', ' 1', '0x10', 'ten', ['1', '2'], { a: '1' }])('refuses limit=%j', (limit) => {
    expect(refusalOf({ limit }, readQuery)).toMatchObject({
      field: 'limit',
      description: 'limit must be an integer from 1 to 100',
    });
  });

  it.each([
    'yesterday',
    '2026-13-01',
    '2026-01-31T10:00:00',
    '1',
    '2026-01-31T25:00:00Z',
    ['2026-01-31', '2026-01-31'],
  ])('refuses created_from=%j', (created_from) => {
    expect(refusalOf({ created_from }, readQuery)).toMatchObject({ field: 'created_from' });
  });
});

describe('a list of objects', () => {
  class LineDto {
    @IsInt() quantity: number;
  }
  class ListDto {
    @IsOptional()
    @IsArray()
    @ArrayMaxSize(2)
    @ItemsOf(() => LineDto)
    @ValidateNested({ each: true })
    lines?: LineDto[];
  }
  const readList = compileDto(ListDto);

  it('is read item by item, each as its class', () => {
    const { lines } = readList({ lines: [{ quantity: 1 }, { quantity: 2 }] }) as ListDto;
    expect(lines).toEqual([{ quantity: 1 }, { quantity: 2 }]);
    expect(lines?.[1]).toBeInstanceOf(LineDto);
    expect(readList({ lines: null })).toEqual({});
  });

  it.each<[unknown, string]>([
    ['no list', 'lines'],
    [[{ quantity: 1 }, 5], 'lines.1'],
    [[{ quantity: 1 }, { quantity: 'two' }], 'lines.1.quantity'],
    [[{ quantity: 1, amout: 1 }], 'lines.0.amout'],
    [[{}, {}, {}], 'lines'],
  ])('%j is refused, and the error names %s', (lines, field) => {
    expect(refusalOf({ lines }, readList).field).toBe(field);
  });
});

describe('what cannot be compiled stops the boot', () => {
  @ValidatorConstraint({ async: true })
  class Later implements ValidatorConstraintInterface {
    validate(): Promise<boolean> {
      return Promise.resolve(true);
    }
  }
  class Grouped {
    @IsInt({ groups: ['create'] }) n: number;
  }
  class Async {
    @Validate(Later) n: number;
  }
  class NestedArray {
    @ValidateNested({ each: true }) list: CardDto[];
  }
  class NestedUnknown {
    @ValidateNested() thing: unknown;
  }
  class BadReason {
    @IsInt({ context: { reason: 'no_such_reason' } }) n: number;
  }
  class Quoting {
    @Equals(1, { message: '$value is wrong' }) n: number;
  }
  it.each<[string, DtoClass]>([
    ['a validation group', Grouped],
    ['an async validator', Async],
    ['an array of objects', NestedArray],
    ['nesting without a class', NestedUnknown],
    ['no_such_reason is not a reason of an error', BadReason],
    ['must not quote the value', Quoting],
  ])('%s', (what, dto) => {
    expect(() => compileDto(dto)).toThrow(what);
  });
});
