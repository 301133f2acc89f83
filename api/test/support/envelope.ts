import { expect } from '@jest/globals';
import { codeOf, ERROR_REASONS, type ErrorReason } from '../../src/platform/errors/error-reasons.js';
import type { Reply } from './client.js';

interface Refusal {
  status: number;
  code: string;
  description?: string;
  field?: string;
  reason?: ErrorReason;
}

/** Expects an error of the contract: this status and code, the envelope and no other field, with the request's id. */
export function expectRefusal(reply: Reply, { status, code, description, field, reason }: Refusal): void {
  expectEnvelope(reply);
  const { error } = reply.json;
  const said = { code: error.code, reason: error.reason, description: error.description, field: error.field };
  expect({ status: reply.status, ...said }).toEqual({
    status,
    code,
    reason: reason ?? error.reason,
    description: description ?? error.description,
    field: field ?? error.field,
  });
}

/** Expects the envelope that all errors have. */
export function expectEnvelope(reply: Reply): void {
  expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const { error, ...rest } = reply.json as Record<string, Record<string, unknown>>;
  expect(rest).toEqual({});
  const { code, description, field = '', reason, request_id, ...more } = error ?? {};
  expect(more).toEqual({});
  expect([code, description, field].map((text) => typeof text)).toEqual(Array(3).fill('string'));
  // Programs branch on it, so every refusal has a reason of the table.
  expect(ERROR_REASONS).toContain(reason);
  expect(code).toBe(codeOf(reason as ErrorReason));
  expect(description).not.toMatch(/\n|node_modules|\bat \/|SELECT|INSERT|UPDATE/);
  expect(request_id).toBe(reply.headers.get('x-request-id'));
}

/** A reply without what differs each time: two of them are equal if a caller cannot distinguish them. */
export function comparable(reply: Reply): object {
  const { request_id: _, ...error } = (reply.json?.error ?? {}) as Record<string, unknown>;
  return { status: reply.status, body: reply.json?.error ? { error } : reply.text };
}
