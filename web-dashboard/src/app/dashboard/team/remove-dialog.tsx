import { randomUUID } from 'node:crypto';
import type { ReactNode } from 'react';
import { ActionForm } from '../../../components/action-form';
import { Dialog } from '../../../components/dialog';
import { Submit } from '../../../components/submit';
import { remove } from './actions';

/** A member or an open invite goes; `open` is what the button says. */
export function RemoveDialog({
  id,
  open,
  title,
  children,
}: {
  id: string;
  open: string;
  title: string;
  children: ReactNode;
}) {
  return (
    <Dialog open={open} look="danger" title={title}>
      <ActionForm action={remove.bind(null, id)} attempt={randomUUID()} testId="remove-form">
        <p className="text-ink-2">{children}</p>
        <span>
          <Submit look="danger" busy="One moment…">
            {open}
          </Submit>
        </span>
      </ActionForm>
    </Dialog>
  );
}
