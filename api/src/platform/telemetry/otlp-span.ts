import { maskCardNumbers } from '@payment-gateway/sdk/card-text';

/** A finished span, in the names of OTLP's JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: OtlpAttribute[];
  status: { code: number; message?: string };
}
export interface OtlpAttribute {
  key: string;
  value: { stringValue: string } | { intValue: string } | { boolValue: boolean };
}

export type Attributes = Record<string, string | number | boolean | null | undefined>;

/** The current time as OTLP's JSON has it. */
export function nanoseconds(): string {
  return `${Math.round((performance.timeOrigin + performance.now()) * 1_000)}000`;
}

export function otlpAttributes(attributes: Attributes): OtlpAttribute[] {
  return Object.entries(attributes).flatMap(([key, value]): OtlpAttribute[] => {
    if (value === null || value === undefined) return [];
    if (typeof value === 'boolean') return [{ key, value: { boolValue: value } }];
    if (typeof value === 'number') return [{ key, value: { intValue: String(Math.round(value)) } }];
    return [{ key, value: { stringValue: maskCardNumbers(value) } }];
  });
}
