import { Card } from '../../ui/card';
import { Copy } from '../../ui/copy';
import { Table } from '../../ui/table';

/** README.md, "Test values". */
const CARDS = [
  ['4111 1111 1111 1111', 'Succeeds (Visa), like any other valid number'],
  ['5555 5555 5555 4444', 'Succeeds (Mastercard)'],
  ['3782 822463 10005', 'Succeeds (American Express)'],
  ['6521 1111 1111 1110', 'Succeeds (RuPay)'],
  ['4000 0000 0000 0002', 'Declined by the bank'],
  ['4000 0000 0000 9995', 'Declined: not enough balance'],
  ['4000 0000 0000 0069', 'Declined: the card has expired'],
  ['4000 0000 0000 3220', 'Requires an OTP: 123456 succeeds, three wrong ones fail'],
  ['4000 0000 0000 0119', 'The bank never responds: the payment fails, nothing is charged'],
  ['4000 0000 0000 5126', 'Succeeds; its refunds fail'],
] as const;
const VPAS = [
  ['success@upi', 'Succeeds, like any other'],
  ['failure@upi', 'Declined'],
  ['nofunds@upi', 'Declined: not enough balance'],
  ['approve@upi', 'Waits for approval in the app; expires after 5 minutes'],
  ['timeout@upi', 'The bank charges but does not respond: the status query finds the charge, and the payment succeeds'],
  ['slow@upi', 'Pending for 30 seconds, then succeeds'],
] as const;

export function TestValues() {
  return (
    <div className="grid gap-6">
      <div id="test-cards" className="min-w-0 scroll-mt-6">
        <Card title="Test cards" padded={false}>
          <p className="px-4 pt-3 text-ink-2">Any future expiry and any CVV of the right length.</p>
          <Values label="Card" values={CARDS} />
        </Card>
      </div>
      <div id="test-vpas" className="min-w-0 scroll-mt-6">
        <Card title="Test VPAs" padded={false}>
          <p className="px-4 pt-3 text-ink-2">Only the part before the @ matters.</p>
          <Values label="VPA" values={VPAS} />
        </Card>
      </div>
    </div>
  );
}

function Values({ label, values }: { label: string; values: readonly (readonly [string, string])[] }) {
  return (
    <Table label={`Test values: ${label}`} head={[label, 'What happens']}>
      {values.map(([value, outcome]) => (
        <tr key={value}>
          <td>
            <span className="inline-flex items-center gap-1 whitespace-nowrap">
              <code className="mono">{value}</code>
              <Copy text={value} label={value} />
            </span>
          </td>
          <td>{outcome}</td>
        </tr>
      ))}
    </Table>
  );
}
