import { ApiError } from '../../platform/errors/api-error.js';

/** Guesses a patient attacker with the stored hashes makes first; random text of 12 small letters takes 10^12. */
const MIN_GUESSES = 1e10;
/** What comes later makes a password no weaker, and judging a longer text would take seconds of the processor. */
const MAX_CHECKED_CHARACTERS = 64;
/** What anybody tries first at a payment gateway. */
const SITE_WORDS = ['payment gateway', 'payment', 'gateway', 'payments', 'merchant', 'dashboard', 'checkout', 'demo'];
const HINT =
  'is easy to guess: it is a common or breached password, repeats or counts, or is made of your email or name. ' +
  'Take several words that have nothing to do with each other, or what a password manager suggests';

type GuessEstimator = (password: string, words: string[]) => number;
let estimator: Promise<GuessEstimator> | undefined;

/** Read when the first password is set: the lists of common passwords, words and keyboards take 20 MB. */
async function loadEstimator(): Promise<GuessEstimator> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return (password, words) => zxcvbn.check(password, words).guesses;
}

/**
 * How many guesses a password is worth, at most: as it is, in one case, and without what separates its characters.
 * `context` are words that an attacker knows of the user: email, name, shop.
 */
export async function guessesFor(password: string, context: readonly string[]): Promise<number> {
  const guesses = await (estimator ??= loadEstimator());
  const words = [...context, ...SITE_WORDS].flatMap(variantsOf);
  const normal = [...password.normalize('NFKC')].slice(0, MAX_CHECKED_CHARACTERS).join('').toLowerCase();
  const closed = normal.replace(/[^\p{L}\p{M}\p{N}]/gu, '');
  // Nothing but spaces and signs: the same few over and over, or a sequence of them.
  const texts = closed.length >= 4 ? [normal, closed] : [normal];
  return Math.min(...texts.map((text) => guesses(text, words)));
}

/** A name or email as it may stand in a password: whole, without spaces and signs, and each part of it. */
function variantsOf(text: string): string[] {
  const normal = text.normalize('NFKC').toLowerCase().trim();
  const parts = normal.split(/[^\p{L}\p{M}\p{N}]+/u);
  return [normal, parts.join(''), ...parts].filter((word) => word.length >= 3);
}

/** No rules of composition: only how hard it is to guess counts. */
export async function refuseWeakPassword(password: string, field: string, context: readonly string[]): Promise<void> {
  if ((await guessesFor(password, context)) >= MIN_GUESSES) return;
  throw new ApiError('weak_password', `${field} ${HINT}`, { field });
}
