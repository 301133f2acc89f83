import { Card } from '../../ui/card';
import { TickIcon } from '../../ui/icons';
import Link from '../../ui/link';
import type { Attention, FirstStep } from './onboarding';

/** What needs attention and, until all are done, the first steps. */
export function FirstSteps({ steps, attention }: { steps: FirstStep[]; attention: Attention[] }) {
  const done = steps.filter((step) => step.done).length;
  return (
    <>
      {attention.length > 0 && (
        <Card title="Needs attention">
          <ul className="grid gap-2">
            {attention.map(({ title, href }) => (
              <li key={href}>
                <Link className="link" href={href}>
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {done < steps.length && (
        <Card title={`First steps, ${done} of ${steps.length}`}>
          <ol className="grid gap-2">
            {steps.map((step) => (
              <li key={step.title} className="flex items-center gap-3">
                <span
                  className={`grid size-5 shrink-0 place-items-center rounded-full border ${step.done ? 'border-good bg-good-soft text-good' : 'border-line-strong text-transparent'}`}
                >
                  <TickIcon />
                </span>
                {step.done ? (
                  <span className="text-ink-2">
                    {step.title}
                    <span className="sr-only"> (done)</span>
                  </span>
                ) : (
                  <Link className="link" href={step.href}>
                    {step.title}
                  </Link>
                )}
              </li>
            ))}
          </ol>
        </Card>
      )}
    </>
  );
}
