import { randomUUID } from 'node:crypto';
import type { Session } from '../../../lib/session';
import { testId } from '../../../lib/test-ids';
import type { Endpoint } from '../../../lib/types';
import { ActionForm } from '../../../ui/action-form';
import { Card } from '../../../ui/card';
import { Field } from '../../../ui/field';
import { Status } from '../../../ui/pill';
import { Reveal } from '../../../ui/reveal';
import { ShownOnce } from '../../../ui/shown-once';
import { Submit } from '../../../ui/submit';
import { Moment } from '../../../ui/time';
import { saveEndpoint } from './actions';
import { EndpointTools } from './endpoint-tools';
import { EventChoice } from './event-choice';

const REASONS: Readonly<Record<string, string>> = {
  requested: 'It was switched off manually.',
  gone: 'It responded 410 Gone.',
  failing: 'Every attempt failed for five days.',
};

/** One endpoint: its URL, event types, secret and actions. */
export function EndpointConfig({ endpoint, session }: { endpoint: Endpoint; session: Session }) {
  const { id, kind, mode, url, description, events, enabled, secret } = endpoint;
  const mayWrite = session.can('webhooks:write');
  return (
    <div {...testId('webhook-config')}>
      <Card
        title={kind === 'inbox' ? 'Inbox' : (description ?? 'Endpoint')}
        action={<Status status={enabled ? 'enabled' : 'disabled'} />}
      >
        {endpoint.disabledReason && <p className="mb-4 text-bad">{REASONS[endpoint.disabledReason]}</p>}
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
            <input type="checkbox" name="enabled" defaultChecked={enabled} disabled={!mayWrite} />
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
        <dl className="mt-6 grid gap-1 border-t border-line pt-4">
          <dt className="text-[13px]/[18px] font-medium">Signing secret</dt>
          <dd>
            {secret ? (
              <Reveal secret={secret} mode={mode} label="the signing secret" id="webhook-secret" />
            ) : mode === 'live' ? (
              <ShownOnce kind="whsec_" id="webhook-secret" />
            ) : (
              <span className="text-ink-2" {...testId('webhook-secret')}>
                Visible to members who may change webhooks.
              </span>
            )}
          </dd>
          {endpoint.previousSecretUntil && (
            <dd className="text-[13px]/[18px] text-wait">
              The old secret also signs until <Moment at={endpoint.previousSecretUntil} />.
            </dd>
          )}
        </dl>
        <EndpointTools endpoint={endpoint} session={session} />
      </Card>
    </div>
  );
}
