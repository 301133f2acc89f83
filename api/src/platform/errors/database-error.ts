import { ApiError } from './api-error.js';

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
// pg and pg-pool report a lost connection or an exhausted pool by the message only.
const LOST_CONNECTION =
  /^(timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error|Cannot use a pool after calling end)/;
const BAD_TEXT = new Set(['22P05', '22021']);
const LOST_RACE = new Set(['55P03', '40001', '40P01']);
// Connection (08), resources such as too many clients (53), operator and statement timeout (57).
const UNAVAILABLE = /^(08|53|57)...$/;
const READ_ONLY = '25006';

/** The error that the caller gets for a PostgreSQL or connection error; undefined if it is a bug of the gateway. */
export function databaseErrorAsApiError(error: unknown): ApiError | undefined {
  for (const link of chainOf(error)) {
    const { code, message } = link;
    if (BAD_TEXT.has(code)) {
      const description = 'Text must not contain NUL characters or invalid Unicode';
      return new ApiError('invalid_text', description, { cause: error });
    }
    if (LOST_RACE.has(code)) {
      const description = 'Another request is changing the same object. Please try again.';
      return new ApiError('object_busy', description, { retryAfterSeconds: 1, cause: error });
    }
    // A replica that is being promoted is read-only for a moment.
    if (UNAVAILABLE.test(code) || code === READ_ONLY || UNREACHABLE.has(code) || LOST_CONNECTION.test(message)) {
      const description = 'The service is temporarily unavailable. Please try again.';
      return new ApiError('temporarily_unavailable', description, { retryAfterSeconds: 1, cause: error });
    }
  }
  return undefined;
}

/** The error and those it wraps: drivers put the code into `cause`, `driverError` or the first of `errors`. */
function* chainOf(error: unknown): Generator<{ code: string; message: string }> {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    const link: Error & { code?: unknown; driverError?: unknown; errors?: unknown } = current;
    yield { code: typeof link.code === 'string' ? link.code : '', message: link.message };
    const first: unknown = Array.isArray(link.errors) ? link.errors[0] : undefined;
    current = link.cause ?? link.driverError ?? first;
  }
}
