import type { PaymentGateway } from '@payment-gateway/sdk';
import { pagesOf, type Search } from '../../lib/search';
import { Card } from '../../ui/card';
import { Load } from '../../ui/load';
import { Pager } from '../../ui/table';
import { AuditLog } from './audit-log';

type Entries = PromiseLike<Awaited<ReturnType<PaymentGateway['auditLog']['list']>>>;

/** One page of the audit log, with downloads of the whole log. `path` is the page that contains it. */
export function AuditCard({
  path,
  search,
  merchant,
  entries,
}: {
  path: string;
  search: Search;
  merchant: string;
  entries: Entries;
}) {
  const downloads = (
    <span className="flex flex-wrap gap-2">
      <a className="button" href={`${path}/audit-export?format=csv`} download>
        CSV
      </a>
      <a className="button" href={`${path}/audit-export?format=jsonl`} download>
        JSON lines
      </a>
    </span>
  );
  return (
    <Card title={`Changes to ${merchant}`} action={downloads} padded={false}>
      <Load from={entries}>
        {(page) => (
          <>
            <AuditLog entries={page.data} />
            <Pager {...pagesOf(path, search, page)} />
          </>
        )}
      </Load>
    </Card>
  );
}
