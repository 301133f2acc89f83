import { randomUUID } from 'node:crypto';
import type { Session } from '../../../lib/session';
import { clockIn } from '../../../lib/time-zone';
import type { Endpoint } from '../../../lib/types';
import { ActionForm } from '../../../ui/action-form';
import { Dialog } from '../../../ui/dialog';
import { Field, Select } from '../../../ui/field';
import { Submit } from '../../../ui/submit';
import { EVENT_TYPES } from '../../events/event-types';
import { removeEndpoint, replay, rotateSecret, sendTest } from './actions';

const HOUR = 3_600;
const OVERLAPS = [
  [String(24 * HOUR), 'A day'],
  [String(HOUR), 'An hour'],
  [String(7 * 24 * HOUR), 'A week'],
  ['0', 'No time: the old one stops now'],
] as const;
const REPLAY_SCOPES = [
  ['failed', 'What failed'],
  ['missing', 'What was never sent to it'],
  ['all', 'Everything, including what arrived'],
] as const;
const DAY_MS = 86_400_000;

/** The actions that the user may take: test event, rotation with overlap, replay, removal. */
export function EndpointTools({ endpoint, session: { can, merchant } }: { endpoint: Endpoint; session: Session }) {
  const [mayWrite, mayReplay] = [can('webhooks:write'), can('webhooks:retry')];
  if (!mayWrite && !mayReplay) return null;
  return (
    <div className="mt-4 flex flex-wrap items-start gap-2">
      {mayWrite && <SendTest id={endpoint.id} />}
      {mayWrite && <Regenerate id={endpoint.id} />}
      {mayReplay && <Replay id={endpoint.id} timeZone={merchant.timeZone} />}
      {mayWrite && <Remove endpoint={endpoint} />}
    </div>
  );
}

function SendTest({ id }: Pick<Endpoint, 'id'>) {
  return (
    <ActionForm action={sendTest.bind(null, id)} attempt={randomUUID()} className="flex flex-wrap items-center gap-2">
      <label>
        <span className="sr-only">Event to send</span>
        <select className="field" name="event" defaultValue="webhook.test">
          {EVENT_TYPES.map((type) => (
            <option key={type}>{type}</option>
          ))}
        </select>
      </label>
      <Submit look="" busy="Sending…" testId="test-webhook-button">
        Send test event
      </Submit>
    </ActionForm>
  );
}

function Regenerate({ id }: Pick<Endpoint, 'id'>) {
  return (
    <Dialog open="Regenerate secret" title="Regenerate the signing secret?" testId="regenerate-secret-button">
      <ActionForm action={rotateSecret.bind(null, id)} attempt={randomUUID()} testId="rotate-form">
        <Select label="The old secret also signs for" name="overlap" options={OVERLAPS} />
        <p className="text-ink-2">
          During that time every webhook carries both signatures, so your receiver can switch without losing any.
        </p>
        <span>
          <Submit busy="Regenerating…">Regenerate</Submit>
        </span>
      </ActionForm>
    </Dialog>
  );
}

function Replay({ id, timeZone }: Pick<Endpoint, 'id'> & { timeZone: string }) {
  const yesterday = clockIn(Date.now() - DAY_MS, timeZone);
  return (
    <Dialog open="Replay" title="Send past events again" testId="replay-button">
      <ActionForm action={replay.bind(null, id)} attempt={randomUUID()} testId="replay-form">
        <Field label={`Since (${timeZone})`} name="since" type="datetime-local" defaultValue={yesterday} required />
        <Select label="What" name="only" options={REPLAY_SCOPES} />
        <span>
          <Submit busy="Scheduling…">Replay</Submit>
        </span>
      </ActionForm>
    </Dialog>
  );
}

function Remove({ endpoint: { id, url, kind } }: { endpoint: Endpoint }) {
  return (
    <Dialog open="Remove" look="danger" title={kind === 'inbox' ? 'Switch off the inbox?' : `Remove ${url}?`}>
      <ActionForm action={removeEndpoint.bind(null, id)} attempt={randomUUID()}>
        <p className="text-ink-2">Nothing is sent there any more. Its log stays.</p>
        <span>
          <Submit look="danger" busy="Removing…">
            Remove
          </Submit>
        </span>
      </ActionForm>
    </Dialog>
  );
}
