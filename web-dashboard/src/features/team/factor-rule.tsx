import { randomUUID } from 'node:crypto';
import type { Session } from '../../lib/session';
import { ActionForm } from '../../ui/action-form';
import { Card } from '../../ui/card';
import { Submit } from '../../ui/submit';
import { requireSecondFactor } from './actions';

/** Whether all members need a second factor; an owner who has one changes it. */
export function FactorRule({ session: { merchant, user } }: { session: Session }) {
  const required = merchant.requiresSecondFactor;
  return (
    <Card title="Second factor">
      <div className="grid gap-3">
        <p>
          {required
            ? 'Every member needs a second factor. Members without one must add it before they can do anything here.'
            : 'A second factor is optional for members.'}
        </p>
        {merchant.role === 'owner' && (required || user.secondFactor) && (
          <ActionForm action={requireSecondFactor.bind(null, !required)} attempt={randomUUID()}>
            <span>
              <Submit look="" busy="Saving…">
                {required ? 'Make it optional' : 'Require it of every member'}
              </Submit>
            </span>
          </ActionForm>
        )}
        {merchant.role === 'owner' && !required && !user.secondFactor && (
          <p className="text-ink-2">
            To require it, add one to your own account first:{' '}
            <a className="link" href="/dashboard/settings/sign-in">
              Settings, Sign-in
            </a>
          </p>
        )}
      </div>
    </Card>
  );
}
