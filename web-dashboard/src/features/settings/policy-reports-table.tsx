import type { PaymentGateway } from '@payment-gateway/sdk';
import { testId } from '../../lib/test-ids';
import { Table } from '../../ui/table';
import { Time } from '../../ui/time';

type PolicyReport = Awaited<ReturnType<PaymentGateway['policyReports']['list']>>['data'][number];

const HEAD = ['Blocked', 'Directive', { wide: 'By' }, { end: 'Times' }, { end: 'Last seen' }] as const;

const sourceOf = ({ source, page, line }: PolicyReport) =>
  `${source || page || 'unknown'}${line === null ? '' : `, line ${line}`}`;

export function PolicyReportsTable({ reports }: { reports: PolicyReport[] }) {
  return (
    <Table id="policy-reports-table" label="Policy reports" head={HEAD}>
      {reports.map((report) => (
        <tr key={`${report.directive} ${report.blocked} ${report.source}`} {...testId('policy-report-row')}>
          <td className="max-w-[320px] break-all max-sm:max-w-full max-sm:basis-full">{report.blocked}</td>
          <td className="text-ink-2">{report.directive}</td>
          <td className="wide max-w-[320px] break-all text-ink-2">{sourceOf(report)}</td>
          <td className="end">{report.count}</td>
          <td className="end">
            <Time at={report.lastSeenAt} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
