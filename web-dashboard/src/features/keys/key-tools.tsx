import { randomUUID } from 'node:crypto';
import type { Session } from '../../lib/session';
import { ActionForm } from '../../ui/action-form';
import { Dialog, DialogFoot } from '../../ui/dialog';
import { Select } from '../../ui/field';
import Link from '../../ui/link';
import { Menu } from '../../ui/menu';
import { Submit } from '../../ui/submit';
import { Time } from '../../ui/time';
import { Facts, Id } from '../../ui/values';
import { revokeKey, rollKey } from './actions';
import { type ApiKey, isWorking, SCOPES } from './api-key';

const HOUR = 3_600;
const OVERLAPS = [
  [String(24 * HOUR), '24 hours'],
  [String(HOUR), '1 hour'],
  [String(7 * 24 * HOUR), '7 days'],
  ['0', 'No time: it stops now'],
] as const;

/** Roll and revoke. A user may roll a key only if the user may do all that the key may do. */
export function KeyTools({ apiKey, session }: { apiKey: ApiKey; session: Session }) {
  const { id, name, scopes, lastUsedAt } = apiKey;
  const mayRoll = (scopes ?? SCOPES).every(session.can);
  if (!isWorking(apiKey)) return null;
  return (
    <Menu label={name ?? id}>
      <Link className="button" href={`/dashboard/logs?api_key=${id}`}>
        View what it did
      </Link>
      {mayRoll && (
        <Dialog open="Roll key" title={`Roll ${name ?? id}?`}>
          <ActionForm action={rollKey.bind(null, id)} attempt={randomUUID()} testId="roll-key-form">
            <p className="text-ink-2">You get a new key with the same scopes, and time to install it on your server.</p>
            <Select label="The old key keeps working for" name="overlap" options={OVERLAPS} />
            <DialogFoot>
              <Submit busy="Rolling…">Roll the key</Submit>
            </DialogFoot>
          </ActionForm>
        </Dialog>
      )}
      <Dialog open="Revoke key" look="danger" title={`Revoke ${name ?? id}?`}>
        <ActionForm action={revokeKey.bind(null, id)} attempt={randomUUID()} testId="revoke-key-form">
          <Facts
            facts={[
              ['Key', <Id key="id" value={id} />],
              ['Last used', lastUsedAt ? <Time at={lastUsedAt} /> : 'Never'],
            ]}
          />
          <p className="text-ink-2">It stops working within five seconds. This cannot be undone.</p>
          <DialogFoot>
            <Submit look="danger" busy="Revoking…">
              Revoke the key
            </Submit>
          </DialogFoot>
        </ActionForm>
      </Dialog>
    </Menu>
  );
}
