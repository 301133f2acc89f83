import type { PublicOrder } from '@payment-gateway/sdk';
import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import { plural } from '../lib/texts';
import { Countdown } from './countdown';

/** A longer list is folded, so that the form stays in sight. */
const MAX_OPEN = 4;
const HOUR_MS = 3_600_000;

interface Props {
  order: PublicOrder;
  session: Session;
}

/** What is bought: the order's description, then its items with their prices. */
export function Purchase({ order, session }: Props) {
  const { description, lineItems } = order;
  if (!description && !lineItems?.length) return null;
  return (
    <div {...testId('order-items')} className="mt-4 border-t border-line pt-4 text-[14px]/[20px]">
      {description && <p className="font-medium break-words">{description}</p>}
      {lineItems && lineItems.length > 0 && <Items {...{ order, session }} />}
    </div>
  );
}

function Items({ order, session }: Props) {
  const items = order.lineItems ?? [];
  const list = (
    <ul className="mt-2 grid gap-2">
      {items.map(({ name, quantity, amount }, place) => (
        <li key={place} className="flex justify-between gap-4">
          <span className="min-w-0 text-ink-2 break-words">
            {quantity > 1 && <span className="tabular-nums">{quantity} × </span>}
            {name}
          </span>
          <span className="shrink-0 tabular-nums">{session.amount(quantity * amount, order.currency)}</span>
        </li>
      ))}
    </ul>
  );
  if (items.length <= MAX_OPEN) return list;
  return (
    <details className="mt-1">
      <summary className="cursor-pointer py-1 text-ink-2">
        {plural(session.texts.items, items.length, session.locale)}
      </summary>
      {list}
    </details>
  );
}

/** An order that ends within the hour shows the time left, and the page changes when it is over. */
export function TimeLeft({ order: { expiresAt }, session: { texts, fill, locale } }: Props) {
  if (!expiresAt || Date.parse(expiresAt) - Date.now() > HOUR_MS) return null;
  const format = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'Asia/Kolkata' });
  const untilText = fill(texts.until, { time: `${format.format(new Date(expiresAt))} IST` });
  return (
    <p {...testId('order-time-left')} className="mt-2 text-[14px]/[20px] text-ink-2">
      <Countdown until={expiresAt} label={texts.timeLeft} untilText={untilText} refreshes />
    </p>
  );
}

/** Where the shopper reaches the merchant. */
export function Support({ order, session }: Props) {
  const { email, phone } = order.support;
  if (!email && !phone) return null;
  return (
    <p {...testId('order-support')} className="mt-6 text-[14px]/[20px] text-ink-2">
      {session.texts.receipt.support}{' '}
      {email && (
        <a href={`mailto:${email}`} className="link break-all">
          {email}
        </a>
      )}
      {email && phone && ' · '}
      {phone && (
        <a href={`tel:${phone}`} className="link">
          {phone}
        </a>
      )}
    </p>
  );
}
