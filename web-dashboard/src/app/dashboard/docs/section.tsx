import type { ReactNode } from 'react';
import { Code } from '../../../components/code';
import { Card } from '../../../components/page';
import { type TestId, testId } from '../../../lib/test-ids';

/** One step of the integration: what it is about, then one sample or several under the same id. */
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
        <div {...testId(snippet)}>
          {samples.map((sample) => (
            <div key={sample.title} className="mt-4">
              <h3 className="mb-1 text-[13px]/[18px] font-medium">{sample.title}</h3>
              <Code text={sample.text} label={`the code: ${sample.title}`} />
            </div>
          ))}
        </div>
      </Card>
    </div>
  );
}
