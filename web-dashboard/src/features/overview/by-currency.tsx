import { countOf, percentOf } from '../../lib/format';
import { amountOf } from '../../lib/money';
import { Table } from '../../ui/table';
import { averageOf, netOf, type OfCurrency, shareOf } from './statistics';

const HEAD = [
  'Currency',
  { end: 'Net volume' },
  { 'end spare': 'Average' },
  { end: 'Payments' },
  { 'end spare': 'Success' },
];

/** Amounts of different currencies are not added, so each has a row of its own. */
export const ByCurrency = ({ currencies }: { currencies: OfCurrency[] }) => (
  <Table label="Figures by currency" head={HEAD}>
    {currencies.map(({ currency, current }) => (
      <tr key={currency}>
        <td className="font-medium">{currency}</td>
        <td className="end font-medium whitespace-nowrap">{amountOf(netOf(current), currency)}</td>
        <td className="end spare whitespace-nowrap">{amountOf(averageOf(current), currency)}</td>
        <td className="end">{countOf(current.transactions)}</td>
        <td className="end spare">{percentOf(shareOf(current))}</td>
      </tr>
    ))}
  </Table>
);
