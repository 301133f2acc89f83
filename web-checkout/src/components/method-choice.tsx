import type { ReactNode } from 'react';
import { testId } from '../lib/test-ids';
import type { Session } from '../lib/session';
import { METHODS, type Method, type WaysToPay } from '../lib/ways-to-pay';
import { AppMarks } from './app-marks';
import { CardIcon, UpiIcon } from './icons';
import { CardMarks } from './marks';

const MARKS = { upi: <AppMarks />, card: <CardMarks /> };
const ICONS: Readonly<Record<Method, () => ReactNode>> = { upi: UpiIcon, card: CardIcon };

/** The offered methods as radio cards, of which the first is chosen unless the shopper was on another one. */
export function MethodChoice(props: {
  ways: WaysToPay;
  chosen: Method | undefined;
  currency: string;
  /** Side by side and without hints, in the frame. */
  isTight: boolean;
  texts: Session['texts'];
}) {
  const { ways, chosen, currency, isTight, texts } = props;
  const hints = { upi: texts.upiHint, card: currency === 'INR' ? texts.cardHint : texts.upiOnlyInr };
  return METHODS.filter((method) => ways[method]).map((method) => {
    const Icon = ICONS[method];
    return (
      <label
        key={method}
        {...testId(`method-${method}`)}
        data-method={method}
        className="flex min-h-14 cursor-pointer items-center gap-4 rounded-card border border-line-strong px-4 py-2 transition-colors hover:border-ink-3 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
      >
        <span className="text-ink-2">
          <Icon />
        </span>
        <span className="flex grow flex-wrap items-center justify-between gap-x-3 gap-y-1">
          <span>
            <span className="block font-medium">{texts[method]}</span>
            {!isTight && <span className="block text-[14px]/[20px] text-ink-2">{hints[method]}</span>}
          </span>
          {!isTight && MARKS[method]}
        </span>
        <input
          type="radio"
          id={`choose-${method}`}
          name="method"
          value={method}
          defaultChecked={method === chosen}
          className="radio"
        />
      </label>
    );
  });
}
