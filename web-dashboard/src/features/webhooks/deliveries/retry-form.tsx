import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../../ui/action-form';
import { Submit } from '../../../ui/submit';
import { retryDelivery } from './actions';

/** `quiet`: it has arrived, so the button shows only where the pointer or the focus is. */
export function RetryForm({ id, className, quiet = false }: { id: string; className: string; quiet?: boolean }) {
  return (
    <ActionForm
      action={retryDelivery.bind(null, id)}
      attempt={randomUUID()}
      className={`${className} ${quiet ? 'quiet' : ''}`}
    >
      <Submit look="small" busy="Retrying…" testId="retry-webhook-button" data-webhook-id={id}>
        {quiet ? 'Resend' : 'Retry'}
      </Submit>
    </ActionForm>
  );
}
