import { randomUUID } from 'node:crypto';
import type { Session } from '../../lib/session';
import { ActionForm } from '../../ui/action-form';
import { Dialog, DialogFoot } from '../../ui/dialog';
import { Field, Select } from '../../ui/field';
import { Submit } from '../../ui/submit';
import { createKey } from './actions';
import { SCOPE_WORDS, SCOPES } from './api-key';
import { Tick } from '../../ui/tick';

const DAY = 86_400;
const LIFETIMES = [
  ['', 'Never'],
  [String(30 * DAY), 'In 30 days'],
  [String(90 * DAY), 'In 90 days'],
  [String(365 * DAY), 'In a year'],
] as const;

/** Offers only the scopes of the user: a key cannot do more than its maker. */
export function NewKey({ session }: { session: Session }) {
  const { mode } = session.merchant;
  return (
    <Dialog open="New key" look="primary" title={`New ${mode} key`} testId="new-key-button">
      <ActionForm action={createKey} attempt={randomUUID()} testId="new-key-form">
        <Field
          label="Name"
          name="name"
          maxLength={255}
          placeholder="Shop server"
          hint="The place where the key is used, so that you later know what a revocation affects."
          required
        />
        <details>
          <summary className="text-[13px]/[18px] font-medium">Limit what it may do</summary>
          <fieldset className="mt-2 grid gap-1 sm:grid-cols-2">
            <legend className="mb-1 text-[13px]/[18px] text-ink-3">
              None ticked: everything that both you and a key may do.
            </legend>
            {SCOPES.filter((scope) => session.can(scope)).map((scope) => (
              <label key={scope} className="flex min-h-8 items-center gap-2 text-[13px]/[18px]">
                <Tick type="checkbox" name="scopes" value={scope} />
                <span>
                  {SCOPE_WORDS[scope]} <span className="mono block text-ink-3">{scope}</span>
                </span>
              </label>
            ))}
          </fieldset>
        </details>
        <details>
          <summary className="text-[13px]/[18px] font-medium">Limit where and how long it works</summary>
          <div className="mt-2 grid gap-3">
            <Field
              label="Addresses"
              name="allowed_ips"
              placeholder="203.0.113.0/24 2001:db8::/32"
              hint="Of your servers, with spaces between. Empty: it works from every address."
            />
            <Select label="Expires" name="expires_in" options={LIFETIMES} />
          </div>
        </details>
        <DialogFoot>
          <Submit busy="Creating…">Create the key</Submit>
        </DialogFoot>
      </ActionForm>
    </Dialog>
  );
}
