import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../../ui/action-form';
import { DialogFoot } from '../../../ui/dialog';
import { Field } from '../../../ui/field';
import { Submit } from '../../../ui/submit';
import { createEndpoint } from './actions';
import { EventChoice } from './event-choice';

/** `first`: there is no endpoint yet, so this is the page's main form. */
export function NewEndpoint({ mode, first = false }: { mode: 'test' | 'live'; first?: boolean }) {
  const submit = (
    <Submit busy="Adding…" testId={first ? 'save-webhook-button' : undefined}>
      Add the endpoint
    </Submit>
  );
  return (
    <ActionForm action={createEndpoint} attempt={randomUUID()} testId={first ? 'webhook-config-form' : undefined}>
      <Field
        label="URL"
        name="url"
        type="url"
        placeholder="https://shop.example/webhooks"
        required
        testId={first ? 'webhook-url-input' : undefined}
        hint={
          mode === 'test' ? 'A test merchant may use http on this machine: http://localhost:4000/hooks.' : 'https only.'
        }
      />
      <Field label="Description" name="description" maxLength={255} />
      <EventChoice events={null} />
      {first ? <span>{submit}</span> : <DialogFoot>{submit}</DialogFoot>}
    </ActionForm>
  );
}
