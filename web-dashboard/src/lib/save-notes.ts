import type { RequestOptions } from '@payment-gateway/sdk';
import { type ActionState, attempt, textIn } from './action';
import { notesIn } from './notes';
import type { Session } from './session';
import { TypingFault } from './typing-fault';

type Notes = Record<string, unknown>;

/** Replaces the notes of an object by those of the form. */
export async function saveNotes(
  form: FormData,
  update: (session: Session, notes: Notes, options: RequestOptions) => PromiseLike<unknown>,
): Promise<ActionState> {
  return attempt(form, async (session, options) => {
    const notes = notesIn(textIn(form, 'notes'));
    if (!notes) throw new TypingFault('notes', 'Write one note per line, as name: value.');
    await update(session, notes, options);
    return 'Saved.';
  });
}
