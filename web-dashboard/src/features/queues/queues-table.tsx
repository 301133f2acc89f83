import type { PaymentGateway } from '@payment-gateway/sdk';
import { countOf, wordsOf } from '../../lib/format';
import { Table } from '../../ui/table';

type Queues = Awaited<ReturnType<PaymentGateway['queueStatus']['status']>>;

const FIGURES = ['waiting', 'active', 'delayed', 'completed', 'failed'] as const;

export function QueuesTable({ queues }: { queues: Queues }) {
  return (
    <Table label="Queues" head={['Queue', ...FIGURES.map((name) => ({ end: wordsOf(name) }))]}>
      {Object.entries(queues).map(([name, figures]) => (
        <tr key={name}>
          <td className="font-medium">{wordsOf(name)}</td>
          {FIGURES.map((figure) => (
            <td key={figure} className="end">
              <span className="text-ink-3 sm:hidden">{figure} </span>
              {countOf(figures[figure])}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}
