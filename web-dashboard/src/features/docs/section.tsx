import type { ReactNode } from 'react';
import { type TestId, testId } from '../../lib/test-ids';
import { Card } from '../../ui/card';
import { type CodeLanguage, Highlighted } from '../../ui/highlighted';
import Link from '../../ui/link';

export interface Sample {
  /** The tab's name, and in the address the choice for every section that has it. */
  name: 'curl' | 'node' | 'by-hand' | 'razorpay' | 'stripe' | 'script' | 'pinned';
  title: string;
  language: CodeLanguage;
  text: string;
}

/** One step of the integration. Its tabs are links, so they work without scripts and the address contains the choice. */
export function Section({
  id,
  anchor,
  title,
  about,
  snippet,
  samples,
  chosen,
}: {
  id: TestId;
  anchor: string;
  title: string;
  about: ReactNode;
  snippet: TestId;
  samples: readonly [Sample, ...Sample[]];
  chosen: string | undefined;
}) {
  const shown = samples.find(({ name }) => name === chosen) ?? samples[0];
  return (
    <div className="min-w-0 scroll-mt-6" id={anchor} {...testId(id)}>
      <Card title={title}>
        <div className="max-w-[720px] text-ink-2">{about}</div>
        <nav aria-label={`Code of ${title}`} className="mt-4 mb-3 flex gap-1 overflow-x-auto border-b border-line">
          {samples.map(({ name, title }) => (
            <Link
              key={name}
              href={`/dashboard/docs?code=${name}#${anchor}`}
              scroll={false}
              aria-current={name === shown.name ? 'true' : undefined}
              className="-mb-px border-b-2 border-transparent px-3 py-2 text-[13px]/[18px] font-medium whitespace-nowrap text-ink-2 hover:text-ink aria-[current]:border-accent aria-[current]:text-accent"
            >
              {title}
            </Link>
          ))}
        </nav>
        <Highlighted text={shown.text} language={shown.language} label={`the code: ${shown.title}`} id={snippet} />
      </Card>
    </div>
  );
}
