import type { RequestOptions } from '@payment-gateway/sdk';
import { type ActionState, attempt, textIn, withTyped } from './action';
import { notesIn } from './notes';
import type { Session } from './session';

type Notes = Record<string, unknown>;

/** Replaces the notes of an object by those of the form. */
export async function saveNotes(
  form: FormData,
  update: (session: Session, notes: Notes, options: RequestOptions) => PromiseLike<unknown>,
): Promise<ActionState> {
  const notes = notesIn(textIn(form, 'notes'));
  if (!notes) {
    const description = 'Write one note per line, as name: value.';
    return withTyped(form, { error: { description, field: 'notes' } });
  }
  const state = await attempt(form, async (session, options) => {
    await update(session, notes, options);
    return 'Saved.';
  });
  return withTyped(form, state);
}
