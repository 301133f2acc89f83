import { randomUUID } from 'node:crypto';
import type { ReactNode } from 'react';
import { ActionForm } from '../../ui/action-form';
import { Dialog } from '../../ui/dialog';
import { Submit } from '../../ui/submit';
import { remove } from './actions';
import { Tick } from '../../ui/tick';

/** Removes a member or an open invite; `open` is the text of the button. */
export function RemoveDialog({
  id,
  open,
  title,
  apiKeys = 0,
  children,
}: {
  id: string;
  open: string;
  title: string;
  /** Number of working API keys that the member made. */
  apiKeys?: number;
  children: ReactNode;
}) {
  return (
    <Dialog open={open} look="danger" title={title}>
      <ActionForm action={remove.bind(null, id)} attempt={randomUUID()} testId="remove-form">
        <p className="text-ink-2">{children}</p>
        {apiKeys > 0 && <KeysChoice count={apiKeys} />}
        <span>
          <Submit look="danger" busy="One moment…">
            {open}
          </Submit>
        </span>
      </ActionForm>
    </Dialog>
  );
}

const CHOICES = [
  ['revoke', 'Revoke', 'within five seconds: servers that use them are refused from then on'],
  ['keep', 'Keep', 'a server still needs them. Roll them soon: the member who made a key may know its secret'],
] as const;

/** No default: one choice may stop a shop, the other leaves a key with a former member. */
function KeysChoice({ count }: { count: number }) {
  return (
    <fieldset>
      <legend className="text-[13px]/[18px] font-medium">
        {count === 1 ? '1 working API key was made' : `${count} working API keys were made`} by this member
      </legend>
      {CHOICES.map(([value, label, about]) => (
        <label key={value} className="mt-1 flex min-h-8 items-baseline gap-2">
          <Tick type="radio" name="api_keys" value={value} required />
          <span>
            <span className="font-medium">{label}</span> <span className="text-ink-2">{about}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
