import { randomUUID } from 'node:crypto';
import { testId } from '../../lib/test-ids';
import type { Connection, RoutingRule, RoutingRules } from '../../lib/types';
import { ActionForm } from '../../ui/action-form';
import { Card } from '../../ui/card';
import { Dialog } from '../../ui/dialog';
import { Submit } from '../../ui/submit';
import { removeRule, saveRule } from './actions';
import { RuleFields } from './rule-fields';
import { conditionOf } from './rule-words';

interface Shown {
  routing: RoutingRules;
  connections: Connection[];
  mayWrite: boolean;
}

/** Which payments go to which accounts. */
export function RoutingCard({ routing, connections, mayWrite }: Shown) {
  const { rules } = routing;
  return (
    <div {...testId('routing')}>
      <Card title="Routing" action={mayWrite && <AddRule routing={routing} connections={connections} />}>
        {rules.length > 0 && (
          <ul className="divide-y divide-line" {...testId('routing-rules')}>
            {rules.map((rule) => (
              <li key={rule.name} className="flex flex-wrap items-start justify-between gap-3 py-3 first:pt-0">
                <div className="min-w-0">
                  <h3 className="font-medium wrap-anywhere">{rule.name}</h3>
                  <p className="mt-0.5 text-[13px]/[18px] text-ink-2">{conditionOf(rule)}</p>
                  <p className="mt-0.5 text-[13px]/[18px] text-ink-2">{namesOf(rule, connections)}</p>
                </div>
                {mayWrite && <RuleTools rule={rule} routing={routing} connections={connections} />}
              </li>
            ))}
          </ul>
        )}
        <p className={`text-ink-2 ${rules.length > 0 ? 'border-t border-line pt-3' : ''}`}>
          {rules.length > 0 ? 'Every other payment is' : 'Payments are'} tried at the accounts in the order of their
          priority.
        </p>
      </Card>
    </div>
  );
}

const namesOf = ({ accounts }: RoutingRule, connections: Connection[]) =>
  `To ${accounts.map((id) => connections.find((one) => one.id === id)?.label ?? 'a removed account').join(', then ')}`;

function AddRule({ routing, connections }: Omit<Shown, 'mayWrite'>) {
  return (
    <Dialog open="Add rule" title="Add a routing rule" testId="add-rule-button">
      <ActionForm action={saveRule.bind(null, sent(routing), null)} attempt={randomUUID()} testId="rule-form">
        <RuleFields connections={connections} />
        <span>
          <Submit busy="Adding…">Add the rule</Submit>
        </span>
      </ActionForm>
    </Dialog>
  );
}

function RuleTools({ rule, routing, connections }: Omit<Shown, 'mayWrite'> & { rule: RoutingRule }) {
  const before = sent(routing);
  return (
    <div className="flex gap-2">
      <Dialog open="Edit" look="small" title={`Edit ${rule.name}`}>
        <ActionForm key={routing.version} action={saveRule.bind(null, before, rule.name)} attempt={randomUUID()}>
          <RuleFields rule={rule} connections={connections} />
          <span>
            <Submit busy="Saving…">Save</Submit>
          </span>
        </ActionForm>
      </Dialog>
      <Dialog open="Remove" look="small" title={`Remove ${rule.name}?`}>
        <ActionForm action={removeRule.bind(null, before, rule.name)} attempt={randomUUID()} testId="remove-rule-form">
          <p className="text-ink-2">Its payments then go to the accounts in the order of their priority.</p>
          <span>
            <Submit look="danger" busy="Removing…">
              Remove
            </Submit>
          </span>
        </ActionForm>
      </Dialog>
    </div>
  );
}

/** What a form's action needs: the version that it replaces, and the other rules. */
const sent = ({ version, rules }: RoutingRules) => ({ version, rules });
