/** A response that holds a secret: a replay shows the secret only to the actor whose request created it. */
export interface SecretResponse<T> {
  /** The caller, as in `Caller.actor`. */
  actor: string;
  /** The field that holds the secret. */
  field: keyof T & string;
  /** Whether the caller would still be allowed to make the request: rights may have been withdrawn. Absent: yes. */
  mayStillMake?: (response: T) => boolean;
}

/** The prefix of a secret, which shows its kind but nothing of its value. */
const PREFIX = /^(?:secret_(?:test|live)_|whsec_|rtsec_|[^?\s]*\?invite=)/;

export const masked = (secret: string): string => `${PREFIX.exec(secret)?.[0] ?? ''}****`;

/** The stored body as this caller may see it. `madeBy` is null if the creator was not recorded. */
export function replayable<T>(body: string, madeBy: string | null, { actor, field, mayStillMake }: SecretResponse<T>) {
  const response = JSON.parse(body) as T;
  if (madeBy === actor && (mayStillMake?.(response) ?? true)) return body;
  return JSON.stringify({ ...response, [field]: masked(String(response[field])) });
}
