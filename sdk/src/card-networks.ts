/** Every card network that the gateway names, with its display name. */
export const CARD_NETWORKS = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  rupay: 'RuPay',
  diners: 'Diners Club',
  discover: 'Discover',
  jcb: 'JCB',
  unionpay: 'UnionPay',
  maestro: 'Maestro',
  elo: 'Elo',
} as const;

export type CardNetwork = keyof typeof CARD_NETWORKS | 'unknown';

interface Network {
  /** Leading digits, or ranges of them. A longer entry of any network takes precedence over a shorter one. */
  prefixes: string;
  /** The lengths of the network's numbers. */
  lengths: readonly number[];
  /** The length that all cards of the network have. Without it the general rule of 13 to 19 digits applies. */
  onlyLength?: number;
  /** The CVV's length. Without it 3 or 4 digits are accepted. */
  cvv?: number;
}

const FROM_16 = [16, 17, 18, 19];

/** The one table of prefixes, lengths and CVVs, for the API, the SDK and the checkout. */
const TABLE: Readonly<Record<keyof typeof CARD_NETWORKS, Network>> = {
  visa: { prefixes: '4', lengths: [13, 16, 19], cvv: 3 },
  mastercard: { prefixes: '51-55 2221-2720', lengths: [16], onlyLength: 16, cvv: 3 },
  amex: { prefixes: '34 37', lengths: [15], onlyLength: 15, cvv: 4 },
  rupay: { prefixes: '60 65 81-89 508', lengths: [16], cvv: 3 },
  diners: { prefixes: '300-305 36 38', lengths: [14, ...FROM_16], cvv: 3 },
  discover: { prefixes: '6011 644-649', lengths: FROM_16, cvv: 3 },
  jcb: { prefixes: '3528-3589', lengths: FROM_16, cvv: 3 },
  unionpay: { prefixes: '62', lengths: FROM_16, cvv: 3 },
  maestro: { prefixes: '5018 5020 5038 5893 6304 6390 67', lengths: [13, 14, 15, ...FROM_16] },
  elo: {
    prefixes:
      '401178-401179 431274 438935 451416 457393 457631-457632 504175 506699-506778 509000-509999 627780 636297 ' +
      '636368 650031-650033 650035-650051 650405-650439 650485-650538 650541-650598 650700-650718 650720-650727 ' +
      '650901-650978 651652-651679 655000-655019 655021-655058',
    lengths: [16],
    onlyLength: 16,
    cvv: 3,
  },
};

type Range = readonly [first: number, last: number, network: keyof typeof CARD_NETWORKS];

/** The ranges by their number of digits, longest first. */
const RANGES: (readonly [digits: number, ranges: Range[]])[] = [6, 4, 3, 2, 1].map((digits) => [digits, []]);
for (const [network, { prefixes }] of Object.entries(TABLE) as [keyof typeof TABLE, Network][]) {
  for (const range of prefixes.split(' ')) {
    const [first = '', last = first] = range.split('-');
    RANGES.find(([digits]) => digits === first.length)?.[1].push([Number(first), Number(last), network]);
  }
}

const rulesOf = (network: CardNetwork): Network | undefined => (network === 'unknown' ? undefined : TABLE[network]);

/** By the leading digits (ASCII) of a whole or partial number. */
export function networkOfDigits(digits: string): CardNetwork {
  for (const [length, ranges] of RANGES) {
    if (digits.length < length) continue;
    const leading = Number(digits.slice(0, length));
    for (const [first, last, network] of ranges) if (leading >= first && leading <= last) return network;
  }
  return 'unknown';
}

/** Whether a number of this length may belong to the network; only a network with a single length refuses others. */
export function isLengthAccepted(network: CardNetwork, length: number): boolean {
  return length >= 13 && length <= 19 && (rulesOf(network)?.onlyLength ?? length) === length;
}

/** Whether the network is in the table and issues numbers of this length. */
export function isLengthIssued(network: CardNetwork, length: number): boolean {
  return rulesOf(network)?.lengths.includes(length) ?? false;
}

/** The length of the network's CVV; undefined if its cards have 3 or 4 digits. */
export function cvvLengthOf(network: CardNetwork): number | undefined {
  return rulesOf(network)?.cvv;
}
