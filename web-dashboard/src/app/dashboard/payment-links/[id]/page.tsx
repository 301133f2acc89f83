import { Live } from '../../../../features/live/live';
import { CancelLink } from '../../../../features/payment-links/cancel-link';
import { LinkFacts } from '../../../../features/payment-links/link-facts';
import { LinkPreview } from '../../../../features/payment-links/link-preview';
import { addressOf, priceOf } from '../../../../features/payment-links/link-words';
import { ShareLink } from '../../../../features/payment-links/share-link';
import { PaymentsTable } from '../../../../features/payments/payments-table';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { LINK_STATES } from '../../../../lib/states';
import { Card } from '../../../../ui/card';
import { Detail } from '../../../../ui/detail';
import { Empty } from '../../../../ui/empty';
import { Load } from '../../../../ui/load';
import { NotesCard } from '../../../../ui/notes';

const PER_PAGE = 50;

export default async function PaymentLinkPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { gateway, can, merchant } = await readSession();
  const options = await onBehalfOf();
  const all = Promise.all([
    gateway.paymentLinks.get(id, options),
    gateway.paymentLinks.listPayments(id, { limit: PER_PAGE }, options),
    can('settings:read') ? gateway.merchant.get(options) : null,
  ]);
  return (
    <Load from={all}>
      {([link, payments, brand]) => (
        <Detail
          list={{ href: '/dashboard/payment-links', title: 'Payment links' }}
          title={link.title}
          kind={`Payment link ${link.title}`}
          state={{ of: LINK_STATES[link.status], value: link.status, id: 'status' }}
          about={
            <>
              <span className="block text-[16px]/[24px] font-semibold text-ink tabular-nums">{priceOf(link)}</span>
              {link.description && <span className="mt-1 block">{link.description}</span>}
            </>
          }
          id={link.id}
          action={
            link.status === 'active' && (
              <>
                <a className="button" href={addressOf(link)} target="_blank" rel="noreferrer">
                  Open as the payer
                </a>
                {can('payment_links:write') && <CancelLink link={link} />}
              </>
            )
          }
          aside={
            <>
              <Card title="Payment link">
                <LinkFacts link={link} payments={payments} />
              </Card>
              {link.status === 'active' && (
                <Card title="What the payer sees">
                  <LinkPreview link={link} name={merchant.name} merchant={brand} />
                </Card>
              )}
              <NotesCard notes={link.notes} />
            </>
          }
        >
          <Live types="payment.created,payment.success,payment.failed,payment_link.paid" atOnce />
          {link.status === 'active' && <ShareLink link={link} merchant={merchant.name} />}
          <Card title="Payments" padded={false}>
            <PaymentsTable
              payments={payments.data}
              filtered={false}
              short
              empty={
                <Empty title={link.status === 'active' ? 'Not paid yet' : 'Never paid'}>
                  {link.status === 'active'
                    ? 'Payments appear here, including failed ones.'
                    : 'It took no payment while it was active.'}
                </Empty>
              }
            />
          </Card>
        </Detail>
      )}
    </Load>
  );
}
