import { amountOf } from '../../lib/money';
import { testId } from '../../lib/test-ids';
import type { Order } from '../../lib/types';
import { Card } from '../../ui/card';

/** What the amount of an order is made of; nothing without lines. `refunded`: what one refund gave back of it. */
export function LineItems({
  order: { lineItems, amount, currency },
  title = 'Items',
  refunded,
}: {
  order: Order;
  title?: string;
  refunded?: number;
}) {
  if (!lineItems || lineItems.length === 0) return null;
  return (
    <Card title={title}>
      <table className="w-full text-[13px]/[18px]" {...testId('line-items')}>
        <thead className="sr-only">
          <tr>
            <th>Item</th>
            <th>Quantity and price</th>
            <th>Sum</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {lineItems.map((item, index) => (
            <tr key={index}>
              <td className="py-2 pr-4 font-medium wrap-anywhere">{item.name}</td>
              <td className="py-2 pr-4 text-right whitespace-nowrap text-ink-2 tabular-nums">
                {item.quantity === 1 ? '' : `${item.quantity} × ${amountOf(item.amount, currency)}`}
              </td>
              <td className="py-2 text-right whitespace-nowrap tabular-nums">
                {amountOf(item.quantity * item.amount, currency)}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot className="border-t border-line-strong font-semibold">
          <tr>
            <td className="pt-2" colSpan={2}>
              Total
            </td>
            <td className="pt-2 text-right whitespace-nowrap tabular-nums">{amountOf(amount, currency)}</td>
          </tr>
          {refunded !== undefined && (
            <tr className="font-medium">
              <td className="pt-2" colSpan={2}>
                This refund
              </td>
              <td className="pt-2 text-right whitespace-nowrap tabular-nums">{amountOf(-refunded, currency)}</td>
            </tr>
          )}
        </tfoot>
      </table>
    </Card>
  );
}
