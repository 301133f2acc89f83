/** Words in a field's name that mark its value as a secret: `cvv` in `card_cvv`, `cardCVV` and `card-cvv`. */
const SECRET_WORDS = new Set(
  (
    'cvv cvv2 cvc cvc2 cvn cvn2 cvd cvd2 cav cav2 csc cid pin mpin upin tpin pinblock pan dpan fpan ccn track1 track2 ' +
    'pwd pass passwd passcode password passphrase secret otp totp token authorization cookie'
  ).split(' '),
);
/** Without boundaries between the words: `cardcvv`, `newpassword`. */
const SECRET_PARTS =
  /cv[vcnd]2?$|^cv[vcn]|cvv|(security|verification)(code|value)|card(no|num|code|pan|pin)|cc(no|num)|(account|acct)pan|passw|passphrase|secret|encryptionkey|privatekey|authorization|cookie|token$|otp$|(user|atm|upi)pin$/;
const CARD_NAMES = new Set(['card', 'cards', 'creditcard', 'debitcard', 'paymentcard', 'carddetails', 'cc']);
/** Cache by spelling. Callers choose names, so the cache is bounded. */
const MAX_CACHED = 2_000;
const MAX_CACHED_LENGTH = 64;
const cache = new Map<string, 'secret' | 'card' | null>();

/** Whether a field's name, in any spelling, marks its value as a secret or a card; null if neither. */
export function kindOfField(name: string): 'secret' | 'card' | null {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const kind = classify(name.normalize('NFKC'));
  if (cache.size >= MAX_CACHED) cache.clear();
  if (name.length <= MAX_CACHED_LENGTH) cache.set(name, kind);
  return kind;
}

function classify(name: string): 'secret' | 'card' | null {
  const words = name
    .replace(/([a-z\d])(?=[A-Z])/g, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  const joined = words.join('');
  if (CARD_NAMES.has(joined)) return 'card';
  return SECRET_PARTS.test(joined) || words.some((word) => SECRET_WORDS.has(word)) ? 'secret' : null;
}
