import { randomUUID } from 'node:crypto';
import { SAMPLES } from '../../../lib/empty-samples';
import { ActionForm } from '../../../ui/action-form';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { Submit } from '../../../ui/submit';
import { switchOnInbox } from './actions';

export function InboxOff({ maySwitchOn }: { maySwitchOn: boolean }) {
  return (
    <Card>
      <Empty title="The inbox is off" sample={SAMPLES.inbox}>
        <p>
          {maySwitchOn ? 'Switch it on' : 'Ask a developer of your team to switch it on'}, then make a payment or send a
          test event: the webhook appears here within a second.
        </p>
        {maySwitchOn && (
          <ActionForm action={switchOnInbox} attempt={randomUUID()} className="mt-4 inline-grid gap-2">
            <Submit busy="Switching on…" testId="inbox-on-button">
              Switch it on
            </Submit>
          </ActionForm>
        )}
      </Empty>
    </Card>
  );
}
