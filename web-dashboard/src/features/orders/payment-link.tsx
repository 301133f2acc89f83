import { config } from '../../lib/config';
import { Card } from '../../ui/card';
import { Copy } from '../../ui/copy';

/** The address of the hosted checkout of one order. */
export const payPageOf = (orderId: string) => `${config.checkoutUrl}/checkout?order_id=${orderId}`;

/** The hosted checkout of one order. */
export function PaymentLink({ orderId }: { orderId: string }) {
  const link = payPageOf(orderId);
  return (
    <Card title="Where the shopper pays">
      <p className="text-ink-2">Send it to the shopper. It works until the order is paid, expired or cancelled.</p>
      <p className="mt-2 flex items-center gap-2">
        <a className="link mono min-w-0 break-all" href={link} target="_blank" rel="noreferrer">
          {link}
        </a>
        <Copy text={link} label="the address" />
      </p>
    </Card>
  );
}
