import { SAMPLES } from '../../lib/empty-samples';
import { Card } from '../../ui/card';
import { Code } from '../../ui/code';
import { TickIcon } from '../../ui/icons';
import Link from '../../ui/link';
import type { FirstStep } from './onboarding';

/** The first steps, until all are done. `leads`: on the page of a new merchant, with the next step as code. */
export function FirstSteps({ steps, leads = false }: { steps: FirstStep[]; leads?: boolean }) {
  const done = steps.filter((step) => step.done).length;
  if (done === steps.length) return null;
  const next = steps.find((step) => !step.done);
  return (
    <Card title={`First steps, ${done} of ${steps.length}`}>
      <div className={leads ? 'grid gap-6 lg:grid-cols-2' : ''}>
        <div>
          <ol className="grid gap-2">
            {steps.map((step) => (
              <Step key={step.title} step={step} />
            ))}
          </ol>
          {leads && next && (
            <Link className="button primary mt-4" href={next.href}>
              {next.title}
            </Link>
          )}
        </div>
        {leads && (
          <div className="min-w-0">
            <p className="mb-2 text-[13px]/[18px] text-ink-2">
              An order from your terminal, to be paid at the checkout:
            </p>
            <Code text={SAMPLES.payment} />
          </div>
        )}
      </div>
    </Card>
  );
}

const Step = ({ step: { title, href, done } }: { step: FirstStep }) => (
  <li className="flex items-center gap-3">
    <span
      className={`grid size-5 shrink-0 place-items-center rounded-full border ${done ? 'border-good bg-good-soft text-good' : 'border-line-strong text-transparent'}`}
    >
      <TickIcon />
    </span>
    {done ? (
      <span className="text-ink-2">
        {title}
        <span className="sr-only"> (done)</span>
      </span>
    ) : (
      <Link className="link" href={href}>
        {title}
      </Link>
    )}
  </li>
);
