import { hrefWith } from '../../lib/search';
import Link from '../../ui/link';

const PATH = '/dashboard/logs/shell';
const ORDER = { amount: 50_000, currency: 'INR', receipt: 'test-1' };
const CUSTOMER = { name: 'Asha Rao', email: 'asha@example.com' };
const bodyOf = (body: object) => JSON.stringify(body, null, 2);
const TEMPLATES = [
  ['Latest payments', { method: 'GET', path: '/api/v1/payments?limit=3' }],
  ['Create an order', { method: 'POST', path: '/api/v1/orders', body: bodyOf(ORDER) }],
  ['Create a customer', { method: 'POST', path: '/api/v1/customers', body: bodyOf(CUSTOMER) }],
] as const;

/** Requests to begin with: each fills in the form. */
export function ShellTemplates({ readOnly }: { readOnly: boolean }) {
  return (
    <nav aria-label="Examples" className="mb-4 flex flex-wrap gap-2">
      {TEMPLATES.filter(([, { method }]) => !readOnly || method === 'GET').map(([title, request]) => (
        <Link key={title} className="chip" href={hrefWith(PATH, request)}>
          {title}
        </Link>
      ))}
    </nav>
  );
}
