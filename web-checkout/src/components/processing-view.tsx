import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import { LiveStatus } from './live-status';
import { LongWait } from './long-wait';

export function ProcessingView({
  paymentId,
  merchant,
  session: { texts, fill },
}: {
  paymentId: string;
  merchant: string;
  session: Session;
}) {
  return (
    <section {...testId('processing-state')}>
      <LiveStatus paymentId={paymentId} />
      <div className="grid size-12 place-items-center rounded-full bg-accent-soft text-accent">
        <span className="spinner" aria-hidden="true" />
      </div>
      <div role="status">
        <h1 {...testId('processing-message')} className="mt-4 text-[28px]/[36px] font-semibold tracking-tight">
          {texts.processing}
        </h1>
      </div>
      <LongWait texts={[texts.processingHint, texts.processingLonger, fill(texts.processingLong, { merchant })]} />
    </section>
  );
}
