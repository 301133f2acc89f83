import { wordsOf } from '../../lib/format';
import { amountOf } from '../../lib/money';
import type { Charge } from '../../lib/types';

/** The compiler checks that it is complete against openapi.yml. */
const OUTCOMES: Record<Charge['status'], { tone: 'good' | 'wait' | 'bad' | 'info' | 'plain'; words: string }> = {
  open: { tone: 'wait', words: 'The acquirer has not decided yet.' },
  approved: { tone: 'good', words: 'The acquirer approved it, and the money is captured.' },
  failed: { tone: 'bad', words: 'The acquirer declined it. No money was taken.' },
  closed: {
    tone: 'plain',
    words:
      'Closed before any money was taken. Ten minutes later the gateway checks for a late approval, and reverses it.',
  },
  reversing: {
    tone: 'wait',
    words: 'The acquirer approved it after the payment had ended otherwise. The gateway is reversing it.',
  },
  reversed: {
    tone: 'info',
    words: 'The acquirer approved it after the payment had ended otherwise. The gateway reversed it.',
  },
};

/** What became of a charge, for people. */
export function outcomeOf({ status, amountCaptured }: Pick<Charge, 'status' | 'amountCaptured'>) {
  const outcome = OUTCOMES[status];
  if (status !== 'approved' || amountCaptured > 0) return outcome;
  return { ...outcome, words: 'The acquirer approved it. Nothing is captured yet.' };
}

/** The acquirer's reason; without its description, the name of the reason. */
export const reasonOf = ({ errorDescription, errorReason }: Pick<Charge, 'errorDescription' | 'errorReason'>) =>
  errorDescription ?? (errorReason && wordsOf(errorReason));

/** A second payment of the shopper on the same page. */
export const surplusWords = ({
  connectorReference,
  amount,
  currency,
  description,
}: Charge['surplus'][number]): string =>
  `The shopper also paid ${amountOf(amount, currency)} as ${connectorReference}, which is not given back yet: ` +
  `${description.replace(/\.$/, '')}. The gateway tries again until it is.`;
