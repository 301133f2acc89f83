import { randomUUID } from 'node:crypto';
import { clockIn } from '../../../lib/time-zone';
import type { Endpoint } from '../../../lib/types';
import { ActionForm } from '../../../ui/action-form';
import { Dialog, DialogFoot } from '../../../ui/dialog';
import { Field, Select } from '../../../ui/field';
import { Submit } from '../../../ui/submit';
import { removeEndpoint, replay, rotateSecret } from './actions';

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

/** Replaces the signing secret; the old one may go on signing for a time. */
export function Regenerate({ id }: Pick<Endpoint, 'id'>) {
  return (
    <Dialog open="Regenerate secret" title="Regenerate the signing secret?" testId="regenerate-secret-button">
      <ActionForm action={rotateSecret.bind(null, id)} attempt={randomUUID()} testId="rotate-form">
        <Select label="The old secret also signs for" name="overlap" options={OVERLAPS} />
        <p className="text-ink-2">
          During that time every webhook carries both signatures, so your receiver can switch without losing any.
        </p>
        <DialogFoot>
          <Submit busy="Regenerating…">Regenerate</Submit>
        </DialogFoot>
      </ActionForm>
    </Dialog>
  );
}

/** Sends again what failed, or was never sent, since a time. */
export function Replay({ id, timeZone }: Pick<Endpoint, 'id'> & { timeZone: string }) {
  const yesterday = clockIn(Date.now() - DAY_MS, timeZone);
  return (
    <Dialog open="Replay missed events" title="Send past events again" testId="replay-button">
      <ActionForm action={replay.bind(null, id)} attempt={randomUUID()} testId="replay-form">
        <Field label={`Since (${timeZone})`} name="since" type="datetime-local" defaultValue={yesterday} required />
        <Select label="What" name="only" options={REPLAY_SCOPES} />
        <DialogFoot>
          <Submit busy="Scheduling…">Replay</Submit>
        </DialogFoot>
      </ActionForm>
    </Dialog>
  );
}

/** Deletes the endpoint. */
export function Remove({ endpoint: { id, url, kind } }: { endpoint: Endpoint }) {
  return (
    <Dialog
      open={kind === 'inbox' ? 'Switch off the inbox' : 'Remove endpoint'}
      look="danger"
      title={kind === 'inbox' ? 'Switch off the inbox?' : `Remove ${url}?`}
    >
      <ActionForm action={removeEndpoint.bind(null, id)} attempt={randomUUID()}>
        <p className="text-ink-2">It receives nothing any more. Its deliveries stay in the log.</p>
        <DialogFoot>
          <Submit look="danger" busy="Removing…">
            {kind === 'inbox' ? 'Switch off' : 'Remove the endpoint'}
          </Submit>
        </DialogFoot>
      </ActionForm>
    </Dialog>
  );
}
