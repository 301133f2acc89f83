import { randomUUID } from 'node:crypto';
import type { ReactNode } from 'react';
import type { Endpoint } from '../../../lib/types';
import { ActionForm } from '../../../ui/action-form';
import { Field } from '../../../ui/field';
import { Submit } from '../../../ui/submit';
import { saveEndpoint } from './actions';
import { EventChoice } from './event-choice';
import { Tick } from '../../../ui/tick';

interface Props {
  endpoint: Endpoint;
  mayWrite: boolean;
}

/** The settings of an endpoint: its URL, description, event types, and whether it is enabled. */
export const EndpointForm = ({ endpoint, mayWrite }: Props) => (
  <Form endpoint={endpoint} className="grid gap-4">
    <UrlField endpoint={endpoint} mayWrite={mayWrite} />
    <OtherFields endpoint={endpoint} mayWrite={mayWrite} />
    {mayWrite && (
      <span>
        <Save look="primary" />
      </span>
    )}
  </Form>
);

/** The same as parts of a strip: the URL, its button, the other settings folded. */
export const EndpointLine = ({ endpoint, mayWrite }: Props) => (
  <Form endpoint={endpoint} className="contents">
    <UrlField endpoint={endpoint} mayWrite={mayWrite} beside />
    <details>
      <summary className="button">More settings</summary>
      <div className="grid max-w-[640px] gap-3 pt-3 pb-2">
        <OtherFields endpoint={endpoint} mayWrite={mayWrite} />
      </div>
    </details>
    {mayWrite && <Save look="" />}
  </Form>
);

const Form = ({
  endpoint: { id, kind },
  ...form
}: Pick<Props, 'endpoint'> & { className: string; children: ReactNode }) => (
  <ActionForm
    action={saveEndpoint.bind(null, id, kind)}
    attempt={randomUUID()}
    testId="webhook-config-form"
    {...form}
  />
);

const Save = ({ look }: { look: 'primary' | '' }) => (
  <Submit look={look} busy="Saving…" testId="save-webhook-button">
    Save
  </Submit>
);

const UrlField = ({ endpoint: { kind, url }, mayWrite, beside = false }: Props & { beside?: boolean }) =>
  (kind === 'url' || mayWrite) && (
    <Field
      label={kind === 'url' || beside ? 'URL' : 'URL of your server'}
      name="url"
      type="url"
      placeholder="https://shop.example/webhooks"
      defaultValue={url ?? ''}
      readOnly={!mayWrite}
      required={kind === 'url'}
      hint={kind === 'inbox' && !beside && 'Saving a URL adds an endpoint. The inbox stays as it is.'}
      beside={beside}
      testId="webhook-url-input"
    />
  );

const OtherFields = ({ endpoint: { description, events, enabled }, mayWrite }: Props) => (
  <>
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
  </>
);
