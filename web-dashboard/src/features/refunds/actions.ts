'use server';

import type { ActionState } from '../../lib/action';
import { saveNotes } from '../../lib/save-notes';

export async function saveRefundNotes(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return saveNotes(form, ({ gateway }, notes, options) => gateway.refunds.update(id, { notes }, options));
}
