import { randomUUID } from 'node:crypto';
import type { Session } from '../../lib/session';
import { ActionForm } from '../../ui/action-form';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { Submit } from '../../ui/submit';
import { createKey } from './actions';
import { SCOPE_WORDS, SCOPES } from './api-key';

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
                <input type="checkbox" name="scopes" value={scope} />
                <span>
                  {SCOPE_WORDS[scope]} <span className="mono block text-ink-3">{scope}</span>
                </span>
              </label>
            ))}
          </fieldset>
        </details>
        <span>
          <Submit busy="Creating…">Create the key</Submit>
        </span>
      </ActionForm>
    </Dialog>
  );
}
