import { randomUUID } from 'node:crypto';
import type { PaymentLink } from '../../lib/types';
import { ActionForm } from '../../ui/action-form';
import { Dialog } from '../../ui/dialog';
import { Submit } from '../../ui/submit';
import { cancelLink } from './actions';

export function CancelLink({ link: { id, title } }: { link: PaymentLink }) {
  return (
    <Dialog open="Cancel the link" look="plain" title={`Cancel “${title}”?`} testId="cancel-link-button">
      <ActionForm action={cancelLink.bind(null, id)} attempt={randomUUID()} testId="cancel-link-form">
        <p className="text-ink-2">
          It takes no more payments, and this cannot be undone. A payment that is at the bank is left until it ends.
        </p>
        <span>
          <Submit look="danger" busy="Cancelling…">
            Cancel the link
          </Submit>
        </span>
      </ActionForm>
    </Dialog>
  );
}
