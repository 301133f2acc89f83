import { plainAmount } from '../../lib/money';
import type { Connection, RoutingRule } from '../../lib/types';
import { Field, Select } from '../../ui/field';
import { MethodTicks } from '../connections/method-ticks';
import { PLACES } from './rule-words';

const METHODS = ['upi', 'card'] as const;

/** The fields of a new rule, or of `rule` with its present values. */
export function RuleFields({ rule, connections }: { rule?: RoutingRule; connections: Connection[] }) {
  const currency = rule?.currencies?.[0] ?? 'INR';
  const typed = (minor: number | null | undefined) => (minor ? plainAmount(minor, currency) : '');
  const usable = connections.filter(({ enabled }) => enabled);
  return (
    <>
      <Field
        label="Name"
        name="name"
        defaultValue={rule?.name}
        maxLength={60}
        placeholder="Large card payments"
        required
      />
      <MethodTicks methods={METHODS} chosen={rule?.methods}>
        <p className="text-[13px]/[18px] text-ink-3">
          Both, or neither: also payments whose method is chosen on the acquirer’s page.
        </p>
      </MethodTicks>
      <Field
        label="Currencies"
        name="currencies"
        defaultValue={rule?.currencies?.join(', ')}
        placeholder="INR"
        hint="Codes with commas between. Empty: every currency. A range of amounts needs exactly one."
      />
      <div className="grid grid-cols-2 gap-3">
        <Field label="From amount" name="min_amount" inputMode="decimal" defaultValue={typed(rule?.minAmount)} />
        <Field label="Up to amount" name="max_amount" inputMode="decimal" defaultValue={typed(rule?.maxAmount)} />
      </div>
      {PLACES.map((label, place) => (
        <Select
          key={label}
          label={label}
          name="accounts"
          defaultValue={rule?.accounts[place] ?? ''}
          required={place === 0}
          options={[
            ['', place === 0 ? 'Choose one' : 'None'],
            ...usable.map(({ id, label: name }) => [id, name] as const),
          ]}
        />
      ))}
      <p className="text-[13px]/[18px] text-ink-2">Payments that meet this rule go to no other account.</p>
    </>
  );
}
