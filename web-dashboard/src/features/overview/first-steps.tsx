import { testId } from '../../lib/test-ids';
import { Card } from '../../ui/card';
import { ClockIcon, TickIcon } from '../../ui/icons';
import Link from '../../ui/link';
import type { Attention } from './attention';
import type { FirstStep } from './onboarding';

/** What needs attention and, until all are done, the first steps. */
export function FirstSteps({ steps, attention }: { steps: FirstStep[]; attention: Attention[] }) {
  const done = steps.filter((step) => step.done).length;
  return (
    <>
      {attention.length > 0 && (
        <Card title="Needs attention" padded={false}>
          <ul className="divide-y divide-line" {...testId('attention')}>
            {attention.map(({ title, about, href }) => (
              <li key={href} className="flex gap-3 pl-4 text-wait">
                <span className="mt-[14px]">
                  <ClockIcon />
                </span>
                <Link href={href} className="min-w-0 grow py-3 pr-4 text-ink hover:bg-canvas">
                  <span className="block font-medium wrap-anywhere">{title}</span>
                  <span className="block text-[13px]/[18px] text-ink-2">{about}</span>
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
