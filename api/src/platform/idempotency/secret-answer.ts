/** An answer that carries a secret: a replay shows the secret to nobody but the actor who made it. */
export interface SecretAnswer<T> {
  /** The caller, as in `Caller.actor`. */
  actor: string;
  /** The field that holds the secret. */
  field: keyof T & string;
  /** Whether the caller could still make what was answered: rights may have been taken away since. Absent: yes. */
  mayStillMake?: (answer: T) => boolean;
}

/** What shows which kind of secret it is and says nothing about its value. */
const KIND = /^(?:secret_(?:test|live)_|whsec_|rtsec_|[^?\s]*\?invite=)/;

export const masked = (secret: string): string => `${KIND.exec(secret)?.[0] ?? ''}****`;

/** The stored body as this caller may see it again. `madeBy` is null where the maker was not recorded. */
export function replayable<T>(body: string, madeBy: string | null, { actor, field, mayStillMake }: SecretAnswer<T>) {
  const answer = JSON.parse(body) as T;
  if (madeBy === actor && (mayStillMake?.(answer) ?? true)) return body;
  return JSON.stringify({ ...answer, [field]: masked(String(answer[field])) });
}
