'use server';

import { type ActionState, attempt, textIn } from '../../lib/action';
import { saveNotes } from '../../lib/save-notes';

/** An empty description removes it. */
export async function savePaymentTexts(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    await gateway.payments.update(id, { description: textIn(form, 'description') || null }, options);
    return 'Saved.';
  });
}

export async function savePaymentNotes(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return saveNotes(form, ({ gateway }, notes, options) => gateway.payments.update(id, { notes }, options));
}
