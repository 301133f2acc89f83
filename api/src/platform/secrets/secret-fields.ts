/** Words of a field's name that say that its value is a secret: in `card_cvv`, `cardCVV` and `card-cvv` it is `cvv`. */
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
/** Spellings that were looked up before. Names are often callers' own, so only so many are kept. */
const MOST_KEPT = 2_000;
const kept = new Map<string, 'secret' | 'card' | null>();

/** What a field's name says of its value, in whatever spelling: a secret, a card, or nothing. */
export function kindOfField(name: string): 'secret' | 'card' | null {
  const known = kept.get(name);
  if (known !== undefined) return known;
  const kind = judge(name.normalize('NFKC'));
  if (kept.size >= MOST_KEPT) kept.clear();
  if (name.length <= 64) kept.set(name, kind);
  return kind;
}

function judge(name: string): 'secret' | 'card' | null {
  const words = name
    .replace(/([a-z\d])(?=[A-Z])/g, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  const joined = words.join('');
  if (CARD_NAMES.has(joined)) return 'card';
  return SECRET_PARTS.test(joined) || words.some((word) => SECRET_WORDS.has(word)) ? 'secret' : null;
}
