import { wordsOf } from '../../lib/format';
import { one, type Search } from '../../lib/search';
import { FilterDate, Filters, FilterSelect } from '../../ui/filters';
import { type paymentFilters, shownStatusIn } from './payment-filters';
import { methodName, PAYMENT_METHODS } from './payment-method';
import { SHOWN_PAYMENT_STATUSES } from './payment-status';

/** The search and the filters above the transactions. */
export function PaymentSearch({
  path,
  search,
  filters,
}: {
  path: string;
  search: Search;
  filters: ReturnType<typeof paymentFilters>;
}) {
  return (
    <Filters
      path={path}
      any={Object.keys(filters).length > 0}
      search={{ value: one(search, 'q') ?? '', hint: 'Id, receipt, VPA or last four digits' }}
    >
      <FilterSelect
        name="status"
        label="Any status"
        value={shownStatusIn(search)}
        options={SHOWN_PAYMENT_STATUSES.map((status) => [status, wordsOf(status)])}
      />
      <FilterSelect
        name="method"
        label="Any method"
        value={filters.method}
        options={PAYMENT_METHODS.map((method) => [method, methodName(method)])}
      />
      <FilterDate name="from" label="From" value={one(search, 'from')} />
      <FilterDate name="to" label="To" value={one(search, 'to')} />
    </Filters>
  );
}
