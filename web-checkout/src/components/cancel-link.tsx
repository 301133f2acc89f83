import type { PublicOrder } from '@payment-gateway/sdk';
import { cancelHref } from '../lib/params';
import { testId } from '../lib/test-ids';

/** For a shopper who gives up; renders nothing if the order has no URL to return to. */
export function CancelLink({ order, text }: { order: PublicOrder; text: string }) {
  if (!(order.cancelUrl ?? order.returnUrl)) return null;
  return (
    <p className="mt-6 text-center text-[14px]/[20px]">
      <a {...testId('cancel-link')} className="link" href={cancelHref(order.id)}>
        {text}
      </a>
    </p>
  );
}
