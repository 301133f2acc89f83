import { OrdersTable } from '../orders/orders-table';
import { PaymentsTable } from '../payments/payments-table';
import type { Purchases } from './customer-details';
import { Card } from '../../ui/card';
import { countWords } from '../../ui/counted';
import { Empty } from '../../ui/empty';
import Link from '../../ui/link';

/** What the customer has bought: the payments or, in the other tab, the orders. */
export function PurchasesCard({ id, purchases: { shown, payments, orders } }: { id: string; purchases: Purchases }) {
  const tab = (name: 'payments' | 'orders', title: string, total: number) => (
    <Link
      className="chip"
      href={`/dashboard/customers/${id}${name === 'orders' ? '?list=orders' : ''}`}
      aria-current={name === shown ? 'true' : undefined}
      scroll={false}
    >
      {title} <span className="font-normal tabular-nums">{countWords(total, '', '').trim()}</span>
    </Link>
  );
  const [all, path, words] =
    shown === 'orders'
      ? [orders, 'orders', countWords(orders.total, 'order', 'orders')]
      : [payments, 'transactions', countWords(payments.total, 'payment', 'payments')];
  return (
    <Card
      title="Purchases"
      padded={false}
      action={
        <nav aria-label="Kind of purchases" className="flex gap-2">
          {tab('payments', 'Payments', payments.total)}
          {tab('orders', 'Orders', orders.total)}
        </nav>
      }
    >
      {shown === 'orders' ? (
        orders.data.length === 0 ? (
          <Empty title="No orders yet">Name the customer’s id in an order.</Empty>
        ) : (
          <OrdersTable orders={orders.data} filtered short />
        )
      ) : (
        <PaymentsTable
          payments={payments.data}
          filtered={false}
          short
          lead="description"
          empty={<Empty title="No payments yet">Payments of orders with this customer appear here.</Empty>}
        />
      )}
      {all.total > 0 && (
        <p className="border-t border-line px-4 py-3 text-[13px]/[18px]">
          <Link className="link" href={`/dashboard/${path}?customer_id=${id}`}>
            {all.total > all.data.length ? `All ${words}` : `Open in ${shown === 'orders' ? 'Orders' : 'Transactions'}`}
          </Link>
        </p>
      )}
    </Card>
  );
}
