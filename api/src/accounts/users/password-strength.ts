import { ApiError } from '../../platform/errors/api-error.js';

/** A password must need at least this many guesses. Random text of 12 lower-case letters needs about 10^12. */
const MIN_GUESSES = 1e10;
/** Later characters cannot make a password weaker, and estimating a longer text would take seconds of CPU time. */
const MAX_CHECKED_CHARACTERS = 64;
/** Words that are guessed first at a payment gateway. */
const SITE_WORDS = ['payment gateway', 'payment', 'gateway', 'payments', 'merchant', 'dashboard', 'checkout', 'demo'];
const HINT =
  'is easy to guess: it is a common or breached password, repeats or counts, or is made of your email or name. ' +
  'Take several words that have nothing to do with each other, or what a password manager suggests';

type GuessEstimator = (password: string, words: string[]) => number;
let estimator: Promise<GuessEstimator> | undefined;

/** Loaded when the first password is set: the lists of common passwords, words and keyboards take 20 MB. */
async function loadEstimator(): Promise<GuessEstimator> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return (password, words) => zxcvbn.check(password, words).guesses;
}

/**
 * The number of guesses that a password needs: the minimum for its lower-case form with and without separators.
 * `context`: words that an attacker knows about the user, such as email, name and shop.
 */
export async function guessesFor(password: string, context: readonly string[]): Promise<number> {
  const guesses = await (estimator ??= loadEstimator());
  const words = [...context, ...SITE_WORDS].flatMap(variantsOf);
  const normal = [...password.normalize('NFKC')].slice(0, MAX_CHECKED_CHARACTERS).join('').toLowerCase();
  const closed = normal.replace(/[^\p{L}\p{M}\p{N}]/gu, '');
  // A password of spaces and punctuation alone has no form without separators.
  const texts = closed.length >= 4 ? [normal, closed] : [normal];
  return Math.min(...texts.map((text) => guesses(text, words)));
}

/** The forms in which a name or email may occur in a password: whole, without separators, and each part. */
function variantsOf(text: string): string[] {
  const normal = text.normalize('NFKC').toLowerCase().trim();
  const parts = normal.split(/[^\p{L}\p{M}\p{N}]+/u);
  return [normal, parts.join(''), ...parts].filter((word) => word.length >= 3);
}

/** There are no composition rules: only the number of guesses counts. */
export async function refuseWeakPassword(password: string, field: string, context: readonly string[]): Promise<void> {
  if ((await guessesFor(password, context)) >= MIN_GUESSES) return;
  throw new ApiError('weak_password', `${field} ${HINT}`, { field });
}
