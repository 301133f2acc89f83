import type { ReactNode } from 'react';
import type { Payment, Refund } from '../../lib/types';
import { Card } from '../../ui/card';
import { ClockIcon, CrossIcon, DotIcon, TickIcon } from '../../ui/icons';
import { Stamp } from '../../ui/time';
import { arrivalWords } from './arrival-words';

/** Where the money is: asked for, accepted by the bank, and when the payer has it. */
export function RefundArrival({ refund, payment }: { refund: Refund; payment: Payment }) {
  const { status, createdAt, processedAt, updatedAt } = refund;
  const bank =
    status === 'pending' ? (
      <Step look="wait" title="With the bank">
        Waiting for its answer
      </Step>
    ) : (
      <Step
        look={status === 'failed' ? 'bad' : 'good'}
        title={status === 'failed' ? 'Declined by the bank' : 'Accepted by the bank'}
      >
        <Stamp at={processedAt ?? updatedAt} />
      </Step>
    );
  return (
    <Card title="Where the money is">
      <ol className="grid gap-4 sm:grid-cols-[auto_auto_minmax(0,1fr)] sm:gap-8">
        <Step look="good" title="Requested">
          <Stamp at={createdAt} />
        </Step>
        {bank}
        <Step look={LAST[status]} title={status === 'processed' ? 'With the payer’s bank' : 'At the payer'}>
          {arrivalWords(refund, payment)}
        </Step>
      </ol>
    </Card>
  );
}

const LOOKS = {
  good: ['bg-good-soft text-good', <TickIcon key="tick" />],
  wait: ['bg-wait-soft text-wait', <ClockIcon key="clock" />],
  info: ['bg-info-soft text-info', <DotIcon key="dot" />],
  bad: ['bg-bad-soft text-bad', <CrossIcon key="cross" />],
} as const;

/** No bank reports when the payer has it, so that after the acquirer's answer nothing is waited for. */
const LAST: Readonly<Record<Refund['status'], keyof typeof LOOKS>> = {
  pending: 'wait',
  processed: 'info',
  failed: 'bad',
};

function Step({ look, title, children }: { look: keyof typeof LOOKS; title: string; children: ReactNode }) {
  const [colours, mark] = LOOKS[look];
  return (
    <li className="flex items-start gap-3">
      <span className={`grid size-6 shrink-0 place-items-center rounded-full ${colours}`}>{mark}</span>
      <span className="min-w-0">
        <span className="block leading-6 font-medium">{title}</span>
        <span className="block text-[13px]/[18px] text-ink-2">{children}</span>
      </span>
    </li>
  );
}
