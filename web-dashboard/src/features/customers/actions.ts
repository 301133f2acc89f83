'use server';

import { redirect } from 'next/navigation';
import { type ActionState, attempt, textIn } from '../../lib/action';
import { saveNotes } from '../../lib/save-notes';
import { TypingFault } from '../../lib/typing-fault';

const FIELDS = ['name', 'email', 'contact'] as const;

export async function createCustomer(_: ActionState, form: FormData): Promise<ActionState> {
  const given = FIELDS.map((name) => [name, textIn(form, name)] as const).filter(([, text]) => text !== '');
  let id = '';
  const state = await attempt(form, async ({ gateway }, options) => {
    const customer = await gateway.customers.create(Object.fromEntries(given), options);
    id = customer.id;
    return 'Created.';
  });
  return state.error ? state : redirect(`/dashboard/customers/${id}`);
}

export async function saveCustomer(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  const change = Object.fromEntries(FIELDS.map((name) => [name, textIn(form, name) || null]));
  return attempt(form, async ({ gateway }, options) => {
    await gateway.customers.update(id, change, options);
    return 'Saved.';
  });
}

export async function saveCustomerNotes(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return saveNotes(form, ({ gateway }, notes, options) => gateway.customers.update(id, { notes }, options));
}

export async function eraseCustomer(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    if (textIn(form, 'sure') !== 'on') throw new TypingFault('sure', 'Confirm that you know it cannot be undone.');
    await gateway.customers.erase(id, options);
    return 'Erased. Copies in orders, payments and events follow within seconds.';
  });
}
