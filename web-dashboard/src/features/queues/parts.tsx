import type { PaymentGateway } from '@payment-gateway/sdk';
import { wordsOf } from '../../lib/format';
import { Status } from '../../ui/pill';

type Health = Awaited<ReturnType<PaymentGateway['health']['check']>>;

const PARTS = ['database', 'queue', 'redis', 'worker'] as const;

/** The health of each part of the gateway. */
export function Parts({ health }: { health: Health }) {
  return (
    <dl className="grid gap-3 sm:grid-cols-2">
      {PARTS.map((part) => (
        <div key={part} className="flex items-center justify-between gap-3">
          <dt>{wordsOf(part)}</dt>
          <dd>
            <Status status={health[part]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
