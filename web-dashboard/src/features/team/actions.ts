'use server';

import { redirect } from 'next/navigation';
import { type ActionState, attempt, textIn } from '../../lib/action';
import { readSession } from '../../lib/session';
import { TypingFault } from '../../lib/typing-fault';
import { roleIn } from './roles';

function chosenRole(form: FormData) {
  const role = roleIn(textIn(form, 'role'));
  if (!role) throw new TypingFault('role', 'Choose a role.');
  return role;
}

export async function invite(_: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    const role = chosenRole(form);
    const { email, inviteUrl } = await gateway.members.invite({ email: textIn(form, 'email'), role }, options);
    const label = `The invite for ${email}. No mail is sent: pass this link on yourself. It works once, within seven days.`;
    return { done: 'Invited.', secret: { label, value: inviteUrl } };
  });
}

export async function changeRole(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    await gateway.members.update(id, { role: chosenRole(form) }, options);
    return 'Changed.';
  });
}

/** Removes a member or an open invite. A user who leaves may not see this page any more. */
export async function remove(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  const { user } = await readSession();
  const choice = textIn(form, 'api_keys');
  const keys = choice === 'revoke' || choice === 'keep' ? ({ apiKeys: choice } as const) : {};
  const state = await attempt(form, async ({ gateway }, options) => {
    const { revokedApiKeys, keptApiKeys } = await gateway.members.remove(id, keys, options);
    if (revokedApiKeys.length > 0) return `Removed. API keys revoked: ${revokedApiKeys.length}.`;
    return keptApiKeys.length > 0 ? `Removed. API keys that still work: ${keptApiKeys.length}.` : 'Removed.';
  });
  return state.error || id !== user.id ? state : redirect('/dashboard');
}

/** For a member who lost their second factor. */
export async function resetSecondFactor(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    await gateway.members.resetSecondFactor(id, options);
    return 'Reset. Their sessions have ended.';
  });
}

export async function requireSecondFactor(required: boolean, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    await gateway.merchant.update({ requiresSecondFactor: required }, options);
    return required ? 'Every member needs a second factor now.' : 'A second factor is optional now.';
  });
}

/** For a member who cannot sign in on a new device because of too many wrong passwords. */
export async function unlock(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    await gateway.members.unlock(id, options);
    return 'Unlocked.';
  });
}
