'use server';

import { type ActionState, attempt, textIn } from '../../lib/action';
import { saveNotes } from '../../lib/save-notes';

/** An empty text is removed. */
export async function saveOrderTexts(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  const change = { description: textIn(form, 'description') || null, receipt: textIn(form, 'receipt') || null };
  return attempt(form, async ({ gateway }, options) => {
    await gateway.orders.update(id, change, options);
    return 'Saved.';
  });
}

export async function saveOrderNotes(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return saveNotes(form, ({ gateway }, notes, options) => gateway.orders.update(id, { notes }, options));
}
