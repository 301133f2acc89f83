'use server';

import { type ActionState, attempt, textIn } from '../../lib/action';
import { SCOPES } from './api-key';

interface CreatedKey {
  id: string;
  mode: 'test' | 'live';
  secret: string;
}

/** A live secret is in no other response. */
const secretOf = ({ id, mode, secret }: CreatedKey) => ({
  label:
    mode === 'live'
      ? `The secret of ${id}. It is shown here only: store it now.`
      : `The secret of ${id}. For a test key you can read it again in the list.`,
  value: secret,
});

export async function createKey(_: ActionState, form: FormData): Promise<ActionState> {
  const name = textIn(form, 'name');
  const scopes = SCOPES.filter((scope) => form.getAll('scopes').includes(scope));
  const allowedIps = textIn(form, 'allowed_ips')
    .split(/[\s,]+/)
    .filter(Boolean);
  const expiresIn = Number(textIn(form, 'expires_in'));
  return attempt(form, async ({ gateway }, options) => {
    const fields = {
      name,
      ...(scopes.length > 0 && { scopes }),
      ...(allowedIps.length > 0 && { allowedIps }),
      ...(expiresIn > 0 && { expiresIn }),
    };
    return { done: 'Created.', secret: secretOf(await gateway.apiKeys.create(fields, options)) };
  });
}

export async function rollKey(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  const expireOldIn = Number(textIn(form, 'overlap'));
  return attempt(form, async ({ gateway }, options) => {
    return { done: 'Rolled.', secret: secretOf(await gateway.apiKeys.roll(id, { expireOldIn }, options)) };
  });
}

export async function revokeKey(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    await gateway.apiKeys.revoke(id, options);
    return 'Revoked.';
  });
}
