import { randomUUID } from 'node:crypto';

/** `attempt` is the form's own key: pressing the button twice makes one payment. */
export function attemptOf(form: FormData): string {
  const given = form.get('attempt');
  return typeof given === 'string' && /^[\w-]{16,64}$/.test(given) ? given : randomUUID();
}
