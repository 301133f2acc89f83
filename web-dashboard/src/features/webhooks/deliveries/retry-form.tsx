import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../../ui/action-form';
import { Submit } from '../../../ui/submit';
import { retryDelivery } from './actions';

/** Sends a delivery again and shows the attempt's result. */
export function RetryForm({
  id,
  words,
  look,
  className,
}: {
  id: string;
  words: 'Retry' | 'Resend';
  look: 'primary' | 'small' | '';
  className: string;
}) {
  return (
    <ActionForm action={retryDelivery.bind(null, id)} attempt={randomUUID()} className={className}>
      <Submit look={look} busy="Retrying…" testId="retry-webhook-button" data-webhook-id={id}>
        {words}
      </Submit>
    </ActionForm>
  );
}
