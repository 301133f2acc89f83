import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../../ui/action-form';
import { Submit } from '../../../ui/submit';
import { retryDelivery } from './actions';

export function RetryForm({ id, className }: { id: string; className: string }) {
  return (
    <ActionForm action={retryDelivery.bind(null, id)} attempt={randomUUID()} className={className}>
      <Submit look="" busy="Retrying…" testId="retry-webhook-button" data-webhook-id={id}>
        Retry
      </Submit>
    </ActionForm>
  );
}
