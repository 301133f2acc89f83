import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ERROR_STATUS, type ErrorCode } from '../errors/api-error.js';
import { codeOf, type ErrorReason } from '../errors/error-reasons.js';
import { ErrorDto } from '../errors/error.dto.js';

/** Examples of errors by reason: a description, or with the field. */
export type Words = Partial<Record<ErrorReason, string | { description: string; field: string }>>;
interface Example {
  reason: ErrorReason;
  description: string;
  field?: string;
}

/** Documents the errors of an operation: one response per status, with an example of each code. */
export function Refusals(errors: Partial<Record<ErrorCode, string>>, words: Words = {}): MethodDecorator {
  const special = new Map(Object.entries(words).map(([reason, said]) => exampleOf(reason as ErrorReason, said)));
  const answers = byStatus(errors).map(([status, codes]) => {
    const examples = Object.fromEntries(
      codes.map((code) => [code, special.get(code) ?? { $ref: `#/components/examples/${code}` }]),
    );
    const content = { 'application/json': { schema: { $ref: getSchemaPath(ErrorDto) }, examples } };
    const description = codes.map((code) => `\`${code}\`: ${errors[code]}`).join('; ');
    return ApiResponse({ status, description, headers: headersOf(status), content });
  });
  return applyDecorators(ApiExtraModels(ErrorDto), ...answers);
}

function exampleOf(reason: ErrorReason, words: string | { description: string; field: string }) {
  const detail = typeof words === 'string' ? { description: words } : words;
  return [codeOf(reason), errorExample({ reason, ...detail })] as const;
}

export function errorExample({ reason, description, field }: Example) {
  const error = { code: codeOf(reason), description, ...(field && { field }), reason, request_id: EXAMPLE_REQUEST_ID };
  return { value: { error } };
}
const EXAMPLE_REQUEST_ID = 'req_4Tq2mXw9ZbLr81Kd';

/** References to headers that the document describes in its components. */
export const refsTo = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
const LIMITS = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];

function headersOf(status: number) {
  const waits = [409, 429, 503].includes(status) ? ['Retry-After'] : [];
  return refsTo('X-Request-Id', ...waits, ...(status === 429 ? LIMITS : []));
}

/** Several codes may share a status. */
function byStatus(errors: Partial<Record<ErrorCode, string>>): [number, ErrorCode[]][] {
  const codes = new Map<number, ErrorCode[]>();
  for (const code of Object.keys(errors) as ErrorCode[]) {
    const status = ERROR_STATUS[code];
    codes.set(status, [...(codes.get(status) ?? []), code]);
  }
  return [...codes].sort(([a], [b]) => a - b);
}
