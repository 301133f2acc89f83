import { testId } from '../../lib/test-ids';
import type { ExplainedRoute } from '../../lib/types';
import { Card } from '../../ui/card';
import { Field, Select } from '../../ui/field';

/** What was asked, as the address has it. */
export interface Asked {
  amount?: string;
  currency?: string;
  method?: string;
}

/** Where a payment would go now: a plain GET form, whose answer is on the same page. */
export function DryRun({ asked, explained }: { asked: Asked; explained: ExplainedRoute | string | null }) {
  return (
    <div id="dry-run" {...testId('dry-run')}>
      <Card title="Where would a payment go?">
        <form action="/dashboard/connections#dry-run" className="grid items-start gap-3 sm:flex sm:flex-wrap">
          <Field label="Amount" name="amount" inputMode="decimal" defaultValue={asked.amount ?? '500.00'} required />
          <Field label="Currency" name="currency" defaultValue={asked.currency ?? 'INR'} maxLength={3} required />
          <Select
            label="Method"
            name="method"
            defaultValue={asked.method ?? 'card'}
            options={[
              ['card', 'Cards'],
              ['upi', 'UPI'],
              ['', 'On the acquirer’s page'],
            ]}
          />
          <button className="button sm:mt-[22px]" data-test-id="dry-run-button">
            Explain
          </button>
        </form>
        {explained && (
          <div className="mt-4 border-t border-line pt-4" role="status" {...testId('dry-run-result')}>
            {typeof explained === 'string' ? <p className="text-bad">{explained}</p> : <Answer explained={explained} />}
          </div>
        )}
      </Card>
    </div>
  );
}

function Answer({ explained: { accountLabel, description, candidates } }: { explained: ExplainedRoute }) {
  return (
    <>
      <p className="font-medium">{accountLabel ?? 'To no account'}</p>
      <p className="mt-1 text-ink-2">{description}</p>
      <ol className="mt-2 list-decimal pl-6 text-[13px]/[18px] text-ink-2">
        {candidates.map(({ accountId, accountLabel: label, description: finding, score }) => (
          <li key={accountId} className="py-0.5">
            {label ?? accountId} {finding}
            {score !== null && score < 1 && `; ${Math.round(score * 100)} % answered`}
          </li>
        ))}
      </ol>
    </>
  );
}
