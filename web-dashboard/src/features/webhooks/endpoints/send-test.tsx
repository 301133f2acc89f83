import { randomUUID } from 'node:crypto';
import type { Endpoint } from '../../../lib/types';
import { ActionForm } from '../../../ui/action-form';
import { Dialog, DialogFoot } from '../../../ui/dialog';
import { Select } from '../../../ui/field';
import { Submit } from '../../../ui/submit';
import { EVENT_TYPES } from '../../events/event-types';
import { sendTest } from './actions';

/** Sends a sample of a type that is chosen in the dialog. */
export function SendTest({ id }: Pick<Endpoint, 'id'>) {
  return (
    <Dialog open="Send test event" title="Send a test event" testId="choose-test-button">
      <ActionForm action={sendTest.bind(null, id)} attempt={randomUUID()}>
        <Select
          label="Event"
          name="event"
          defaultValue="webhook.test"
          options={EVENT_TYPES.map((type) => [type, type])}
          hint="A sample with made-up values, signed like every other. It appears among the deliveries."
        />
        <DialogFoot>
          <Submit busy="Sending…" testId="test-webhook-button">
            Send
          </Submit>
        </DialogFoot>
      </ActionForm>
    </Dialog>
  );
}

/** Sends `webhook.test` at once. The button and the result are placed by what is around them. */
export function SendSample({ id }: Pick<Endpoint, 'id'>) {
  return (
    <ActionForm action={sendTest.bind(null, id)} attempt={randomUUID()} className="contents">
      <Submit look="" busy="Sending…" testId="test-webhook-button">
        Send test event
      </Submit>
    </ActionForm>
  );
}
