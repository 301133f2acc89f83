import { expect } from '@jest/globals';
import type { Reply } from './client.js';

interface Refusal {
  status: number;
  code: string;
  description?: string;
  field?: string;
}

/** The answer is an error of the contract: this status and code, the envelope and nothing else, with the request's id. */
export function expectRefusal(reply: Reply, { status, code, description, field }: Refusal): void {
  expectEnvelope(reply);
  const { error } = reply.json;
  expect({ status: reply.status, code: error.code, description: error.description, field: error.field }).toEqual({
    status,
    code,
    description: description ?? error.description,
    field: field ?? error.field,
  });
}

/** Whatever it says, it says it in the one form that errors have. */
export function expectEnvelope(reply: Reply): void {
  expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const { error, ...rest } = reply.json as Record<string, Record<string, unknown>>;
  expect(rest).toEqual({});
  const { code, description, field = '', reason = '', request_id, ...more } = error ?? {};
  expect(more).toEqual({});
  expect([code, description, field, reason].map((text) => typeof text)).toEqual(Array(4).fill('string'));
  expect(description).not.toMatch(/\n|node_modules|\bat \/|SELECT|INSERT|UPDATE/);
  expect(request_id).toBe(reply.headers.get('x-request-id'));
}

/** What a reply says, without what is different each time: two of them compare equal when a caller cannot tell them apart. */
export function saying(reply: Reply): object {
  const { request_id: _, ...error } = (reply.json?.error ?? {}) as Record<string, unknown>;
  return { status: reply.status, body: reply.json?.error ? { error } : reply.text };
}
