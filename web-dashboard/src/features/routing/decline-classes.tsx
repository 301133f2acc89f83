import { randomUUID } from 'node:crypto';
import { testId } from '../../lib/test-ids';
import type { RoutingRules } from '../../lib/types';
import { ActionForm } from '../../ui/action-form';
import { Card } from '../../ui/card';
import { Submit } from '../../ui/submit';
import { saveDeclineClasses } from './actions';
import { reasonName } from './rule-words';

/** After which declines a payment is tried at its next account. */
export function DeclineClasses({ routing, mayWrite }: { routing: RoutingRules; mayWrite: boolean }) {
  const { version, rules, declineClasses } = routing;
  return (
    <div {...testId('decline-classes')}>
      <Card title="After a decline">
        <ActionForm
          key={version}
          action={saveDeclineClasses.bind(null, { version, rules })}
          attempt={randomUUID()}
          testId="decline-classes-form"
        >
          <p className="text-ink-2">
            A payment is tried at its next account after these declines: at most three accounts, and never after an
            outcome that is not known.
          </p>
          <fieldset className="grid gap-x-10 lg:grid-cols-2" disabled={!mayWrite}>
            <legend className="sr-only">Reasons of a decline</legend>
            {declineClasses.map(({ reason, retryElsewhere, because }) => (
              <label key={reason} className="flex min-h-8 items-start gap-2 py-1">
                <input
                  type="checkbox"
                  name="retry_elsewhere"
                  value={reason}
                  defaultChecked={retryElsewhere}
                  className="mt-1"
                />
                <span>
                  {reasonName(reason)}
                  <span className="block text-[13px]/[18px] text-ink-2">{because}</span>
                </span>
              </label>
            ))}
          </fieldset>
          {mayWrite && (
            <span>
              <Submit look="" busy="Saving…">
                Save
              </Submit>
            </span>
          )}
        </ActionForm>
      </Card>
    </div>
  );
}
