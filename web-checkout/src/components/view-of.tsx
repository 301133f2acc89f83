import type { PublicOrder, PublicPayment } from '@payment-gateway/sdk';
import type { CheckoutParams } from '../lib/params';
import type { Session } from '../lib/session';
import type { View } from '../lib/view';
import { ClosedView, FailedView, SuccessView } from './ended-views';
import { PayView } from './pay-view';
import { ProcessingView } from './processing-view';
import { StepUpView } from './step-up-view';

export function ViewOf({
  view,
  order,
  payment,
  params,
  session,
}: {
  view: View;
  order: PublicOrder;
  payment: PublicPayment | null;
  params: CheckoutParams;
  session: Session;
}) {
  if (payment && view === 'success') return <SuccessView {...{ order, payment, params, session }} />;
  if (payment && view === 'processing') return <ProcessingView paymentId={payment.id} session={session} />;
  if (payment && view === 'action') return <StepUpView {...{ order, payment, params, session }} />;
  if (payment && view === 'failed') return <FailedView {...{ order, payment, params, session }} />;
  if (view === 'authorised' || view === 'paid' || view === 'expired' || view === 'cancelled') {
    return <ClosedView {...{ state: view, order, payment, params, session }} />;
  }
  return <PayView {...{ order, params, session }} />;
}
