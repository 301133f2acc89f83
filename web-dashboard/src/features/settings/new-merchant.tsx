import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../ui/action-form';
import { Card } from '../../ui/card';
import { Field } from '../../ui/field';
import { Submit } from '../../ui/submit';
import { createMerchant } from './actions';
import { Tick } from '../../ui/tick';

/** The next step depends on the user: a live merchant of an operator, or of a demo run, is active at once. */
const modesFor = (activeAtOnce: boolean) =>
  [
    ['test', 'Test', 'works at once, and only with the simulated bank: no money moves'],
    [
      'live',
      'Live',
      activeAtOnce
        ? 'needs a connection at an acquirer before its payments can be charged'
        : 'needs activation by an operator of this gateway: until then you can set up keys, endpoints and the team, and it accepts no orders',
    ],
  ] as const;

export function NewMerchant({ activeAtOnce }: { activeAtOnce: boolean }) {
  return (
    <Card title="Another merchant">
      <ActionForm action={createMerchant} attempt={randomUUID()} testId="new-merchant-form">
        <p className="text-ink-2">With its own keys, orders and team. You become its owner, and it opens next.</p>
        <Field label="Name" name="name" maxLength={255} hint="Shoppers see it at the checkout." required />
        <fieldset>
          <legend className="text-[13px]/[18px] font-medium">Mode</legend>
          {modesFor(activeAtOnce).map(([mode, label, about]) => (
            <label key={mode} className="mt-1 flex min-h-8 items-baseline gap-2">
              <Tick type="radio" name="mode" value={mode} defaultChecked={mode === 'test'} />
              <span>
                <span className="font-medium">{label}</span> <span className="text-ink-2">{about}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <span>
          <Submit look="" busy="Creating…">
            Create the merchant
          </Submit>
        </span>
      </ActionForm>
    </Card>
  );
}
