/**
 * Marks of networks, drawn here: a plate with the name or simple shapes in the brand's colours, no copies of
 * logos. White in both colour schemes, as printed on a card.
 */
const PLATE = { width: 34, height: 22, viewBox: '0 0 34 22', role: 'img' } as const;
const Ground = () => <rect x=".5" y=".5" width="33" height="21" rx="3.5" fill="#fff" stroke="#cdd3dd" />;

export const VisaMark = () => (
  <svg {...PLATE} aria-label="Visa">
    <Ground />
    <text x="17" y="15" fontSize="10.5" fontWeight="700" fontStyle="italic" textAnchor="middle" fill="#1a1f71">
      VISA
    </text>
  </svg>
);
export const MastercardMark = () => (
  <svg {...PLATE} aria-label="Mastercard">
    <Ground />
    <circle cx="13.5" cy="11" r="6" fill="#d7263d" />
    <circle cx="20.5" cy="11" r="6" fill="#f4a020" fillOpacity=".85" />
  </svg>
);
export const RupayMark = () => (
  <svg {...PLATE} aria-label="RuPay">
    <Ground />
    <text x="14.5" y="13.8" fontSize="7.5" fontWeight="700" textAnchor="middle" fill="#1b3281">
      RuPay
    </text>
    <path d="m27 7.5 3 3.5-3 3.5z" fill="#12814a" />
  </svg>
);

/** The networks whose cards most shoppers have. */
export const CardMarks = () => (
  <span className="flex gap-1">
    <VisaMark />
    <MastercardMark />
    <RupayMark />
  </span>
);
