import type { ReactNode } from 'react';
import { type TestId, testId } from '../../lib/test-ids';
import { Card } from '../../ui/card';
import { Code } from '../../ui/code';

/** One step of the integration with its samples. The id is that of the first code block. */
export function Section({
  id,
  title,
  about,
  snippet,
  samples,
}: {
  id: TestId;
  title: string;
  about: ReactNode;
  snippet: TestId;
  samples: readonly { title: string; text: string }[];
}) {
  return (
    <div className="min-w-0" {...testId(id)}>
      <Card title={title}>
        <div className="max-w-[720px] text-ink-2">{about}</div>
        {samples.map(({ title, text }, index) => (
          <div key={title} className="mt-4">
            <h3 className="mb-1 text-[13px]/[18px] font-medium">{title}</h3>
            <Code text={text} label={`the code: ${title}`} {...(index === 0 && { id: snippet })} />
          </div>
        ))}
      </Card>
    </div>
  );
}
