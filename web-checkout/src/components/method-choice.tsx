import type { ReactNode } from 'react';
import { testId } from '../lib/test-ids';
import type { Session } from '../lib/session';
import type { Method } from '../lib/ways-to-pay';
import { CardIcon, UpiIcon } from './icons';
import { CardMarks } from './marks';

const ICONS: Readonly<Record<Method, () => ReactNode>> = { upi: UpiIcon, card: CardIcon };
const OPEN: Readonly<Record<Method, string>> = {
  upi: 'group-has-[#choose-upi:checked]/methods:block',
  card: 'group-has-[#choose-card:checked]/methods:block',
};

/** An offered method as a radio button, and its form below it while it is chosen. CSS shows it, so no script is needed. */
export function MethodChoice(props: {
  method: Method;
  isChosen: boolean;
  currency: string;
  /** In the frame: the choices side by side and without hints, and the form below both. */
  isTight: boolean;
  /** Hides the choice and leaves its form. */
  aside: string;
  texts: Session['texts'];
  children: ReactNode;
}) {
  const { method, isChosen, currency, isTight, aside, texts } = props;
  const Icon = ICONS[method];
  const hints = { upi: texts.upiHint, card: currency === 'INR' ? texts.cardHint : texts.upiOnlyInr };
  const row = isTight
    ? 'contents'
    : `overflow-clip rounded-card border border-line-strong has-[.radio:checked]:border-accent ${isChosen ? '' : aside}`;
  const choice = isTight ? 'rounded-card border border-line-strong has-checked:border-accent' : '';
  return (
    <div className={row}>
      <label
        {...testId(`method-${method}`)}
        data-method={method}
        className={`flex min-h-14 cursor-pointer items-center gap-3 px-4 py-2 transition-colors hover:bg-canvas has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent ${choice} ${aside}`}
      >
        <span className="text-ink-2">
          <Icon />
        </span>
        <span className="flex grow flex-wrap items-center justify-between gap-x-2 gap-y-1">
          <span>
            <span className="block font-medium">{texts[method]}</span>
            {!isTight && <span className="block text-[14px]/[20px] text-ink-2">{hints[method]}</span>}
          </span>
          {!isTight && method === 'card' && <CardMarks />}
        </span>
        <input
          type="radio"
          id={`choose-${method}`}
          name="method"
          value={method}
          defaultChecked={isChosen}
          className="radio"
        />
      </label>
      <div className={`hidden ${OPEN[method]} ${isTight ? 'order-last col-span-2 pt-2' : 'p-4 phone:p-3'}`}>
        {props.children}
      </div>
    </div>
  );
}
