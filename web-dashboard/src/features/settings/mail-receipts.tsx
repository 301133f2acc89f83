import { randomUUID } from 'node:crypto';
import { testId } from '../../lib/test-ids';
import { ActionForm } from '../../ui/action-form';
import { Card } from '../../ui/card';
import { Switch } from '../../ui/switch';
import { saveMailReceipts } from './actions';

/** Whether payers get their receipt by mail without asking for it. */
export function MailReceipts({ on, mayWrite }: { on: boolean; mayWrite: boolean }) {
  return (
    <div className="mb-6" {...testId('mail-receipts')}>
      <Card>
        <ActionForm action={saveMailReceipts} attempt={randomUUID()} className="grid gap-2">
          <input type="hidden" name="mail_receipts" value={String(!on)} />
          <Switch
            on={on}
            disabled={!mayWrite}
            label="Mail a receipt after every payment"
            hint="To payers whose email is known, from the moment it is switched on. Payers can always ask for one."
          />
        </ActionForm>
      </Card>
    </div>
  );
}
