import type { Loaded } from '../lib/gateway';
import type { CheckoutParams } from '../lib/params';
import type { Session } from '../lib/session';
import { CheckingView } from './bank-view';
import { ClosedView } from './ended-views';
import { FailedView } from './failed-view';
import { PayView } from './pay-view';
import { ProcessingView } from './processing-view';
import { StepUpView } from './step-up-view';
import { SuccessView } from './success-view';

export function ViewOf({
  view,
  order,
  payment,
  returned,
  receipt,
  params,
  session,
}: Loaded & { params: CheckoutParams; session: Session }) {
  const ended = returned && { order, returned, params, session };
  if (ended && payment && view === 'success') return <SuccessView {...ended} {...{ payment, receipt }} />;
  if (payment && view === 'processing')
    return <ProcessingView paymentId={payment.id} merchant={order.merchantName} session={session} />;
  if (payment?.otherPage === 'requested' && view === 'action')
    return <CheckingView {...{ payment, params, session }} merchant={order.merchantName} />;
  if (payment && view === 'action') return <StepUpView {...{ order, payment, params, session }} />;
  if (ended && payment && view === 'failed') return <FailedView {...ended} payment={payment} />;
  if (ended && (view === 'authorised' || view === 'paid' || view === 'expired' || view === 'cancelled')) {
    return <ClosedView {...ended} state={view} />;
  }
  return <PayView {...{ order, payment, params, session }} />;
}
