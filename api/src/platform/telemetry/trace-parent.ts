import { randomBytes } from 'node:crypto';

/** A parsed W3C traceparent: https://www.w3.org/TR/trace-context/#traceparent-header */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

const SHAPE = /^00-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})$/;
const SAMPLED = 1;

/** Null if the text is not a traceparent: then a new trace begins. */
export function parseTraceParent(text: string | null | undefined): TraceContext | null {
  const [, traceId, spanId, flags = ''] = SHAPE.exec(text ?? '') ?? [];
  return traceId && spanId ? { traceId, spanId, sampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED } : null;
}

/** For the log, to link a line to its trace. */
export function traceIdOf(traceParent: string | null): string | undefined {
  return parseTraceParent(traceParent)?.traceId;
}

export function formatTraceParent({ traceId, spanId, sampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}

/** A child span of `parent`; without a parent the root of a new trace, sampled with probability `ratio`. */
export function childOf(parent: TraceContext | null, ratio: number): TraceContext {
  const spanId = randomBytes(8).toString('hex');
  if (parent) return { ...parent, spanId };
  const traceId = randomBytes(16).toString('hex');
  // Derived from the id, as in OpenTelemetry's TraceIdRatioBased, so that all programs make the same decision.
  return { traceId, spanId, sampled: Number.parseInt(traceId.slice(-8), 16) < ratio * 2 ** 32 };
}
