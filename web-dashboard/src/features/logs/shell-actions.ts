'use server';

import { randomUUID } from 'node:crypto';
import { redirect } from 'next/navigation';
import { textIn } from '../../lib/action';
import { config } from '../../lib/config';
import { sessionToken } from '../../lib/cookies';
import { onBehalfOf, readSession } from '../../lib/session';
import { refusalOfRequest, SHELL_METHODS, type ShellMethod } from './shell-request';

export interface ShellState {
  error?: string;
  status?: number;
  requestId?: string;
  body?: string;
  sent?: { method: string; path: string; body: string };
}

const TIMEOUT_MS = 15_000;
const MAX_SHOWN = 100_000;

/** Sends one request with the session of the user, so that it may do what the user may, and no more. */
export async function sendRequest(_: ShellState, form: FormData): Promise<ShellState> {
  const { merchant } = await readSession();
  const method = SHELL_METHODS.find((one) => one === textIn(form, 'method')) ?? 'GET';
  const sent = { method, path: textIn(form, 'path'), body: textIn(form, 'body') };
  const error = refusalOfRequest(method, sent.path, sent.body, merchant.mode);
  if (error) return { error, sent };
  try {
    const answer = await fetch(config.apiUrl.replace(/\/$/, '') + sent.path, {
      ...(await requestOf(method, sent.body, merchant.id)),
      redirect: 'manual',
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.status === 401) redirect('/login?ended=true');
    const requestId = answer.headers.get('x-request-id');
    const text = (await answer.text()).slice(0, MAX_SHOWN);
    return { status: answer.status, body: text, sent, ...(requestId && { requestId }) };
  } catch (failure) {
    if (!(failure instanceof TypeError || (failure as Error).name === 'TimeoutError')) throw failure;
    return { error: 'The gateway did not respond. Look in the lists before you send a write again.', sent };
  }
}

async function requestOf(method: ShellMethod, body: string, merchantId: string): Promise<RequestInit> {
  const { headers } = await onBehalfOf();
  const own = { Authorization: `Bearer ${await sessionToken()}`, 'X-Merchant-Id': merchantId };
  if (method === 'GET') return { method, headers: { ...headers, ...own } };
  const written = { 'Idempotency-Key': randomUUID(), ...(body && { 'Content-Type': 'application/json' }) };
  return { method, headers: { ...headers, ...own, ...written }, ...(body && { body }) };
}
