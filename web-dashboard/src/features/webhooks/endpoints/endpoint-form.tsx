import { randomUUID } from 'node:crypto';
import type { Endpoint } from '../../../lib/types';
import { ActionForm } from '../../../ui/action-form';
import { Field } from '../../../ui/field';
import { Submit } from '../../../ui/submit';
import { saveEndpoint } from './actions';
import { EventChoice } from './event-choice';
import { Tick } from '../../../ui/tick';

/** The settings of an endpoint: its URL, description, event types, and whether it is enabled. */
export function EndpointForm({ endpoint, mayWrite }: { endpoint: Endpoint; mayWrite: boolean }) {
  const { id, kind, url, description, events, enabled } = endpoint;
  return (
    <ActionForm action={saveEndpoint.bind(null, id, kind)} attempt={randomUUID()} testId="webhook-config-form">
      {(kind === 'url' || mayWrite) && (
        <Field
          label={kind === 'url' ? 'URL' : 'URL of your server'}
          name="url"
          type="url"
          placeholder="https://shop.example/webhooks"
          defaultValue={url ?? ''}
          readOnly={!mayWrite}
          required={kind === 'url'}
          hint={kind === 'inbox' && 'Saving a URL adds an endpoint. The inbox stays as it is.'}
          testId="webhook-url-input"
        />
      )}
      <Field
        label="Description"
        name="description"
        defaultValue={description ?? ''}
        maxLength={255}
        readOnly={!mayWrite}
      />
      <EventChoice events={events} disabled={!mayWrite} />
      <label className="flex min-h-9 items-center gap-2 font-medium">
        <Tick type="checkbox" name="enabled" defaultChecked={enabled} disabled={!mayWrite} />
        Enabled
      </label>
      {mayWrite && (
        <span>
          <Submit busy="Saving…" testId="save-webhook-button">
            Save
          </Submit>
        </span>
      )}
    </ActionForm>
  );
}
