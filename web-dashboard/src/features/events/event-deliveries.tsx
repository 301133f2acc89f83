import { randomUUID } from 'node:crypto';
import type { EventDetail } from '../../lib/types';
import { ActionForm } from '../../ui/action-form';
import Link from '../../ui/link';
import { Status } from '../../ui/pill';
import { Submit } from '../../ui/submit';
import { Id } from '../../ui/values';
import { resend } from './actions';

/** The deliveries of one event, one per endpoint. */
export function EventDeliveries({ event: { id, deliveries }, mayResend }: { event: EventDetail; mayResend: boolean }) {
  return (
    <>
      {deliveries.length === 0 && <p className="text-ink-2">No endpoint subscribed to it.</p>}
      <ul className="grid gap-2">
        {deliveries.map((delivery) => (
          <li key={delivery.id} className="flex flex-wrap items-center gap-2">
            <Status status={delivery.status} />
            <Link className="link" href={`/dashboard/webhooks/deliveries/${delivery.id}`}>
              <Id value={delivery.endpointId} />
            </Link>
          </li>
        ))}
      </ul>
      {mayResend && (
        <ActionForm action={resend.bind(null, id)} attempt={randomUUID()} className="mt-4 grid gap-2">
          <span>
            <Submit look="" busy="Sending…">
              Send again
            </Submit>
          </span>
        </ActionForm>
      )}
    </>
  );
}
