import { listedIn } from '../../lib/amount-sort';
import { hrefWith, one, type Search } from '../../lib/search';
import { MONEY_STATES } from '../../lib/states';
import { Chips, ObjectChip } from '../../ui/chips';
import { hiddenIn, hideName } from '../../ui/column-choice';
import { FilterListed, Filters, FilterSelect } from '../../ui/filters';
import { PAYMENT_COLUMNS } from './payment-columns';
import { MONEY_STATE_NAMES, moneyStateIn, type paymentFilters } from './payment-filters';
import { methodName, PAYMENT_METHODS } from './payment-method';

/** Filters by one object, which the pages of these objects link to. */
const OBJECTS = [
  ['customer_id', 'Customer', 'customers'],
  ['payment_link_id', 'Payment link', 'payment-links'],
  ['order_id', 'Order', 'orders'],
] as const;

/** The search and the filters above the transactions. */
export function PaymentSearch({
  path,
  search,
  filters,
  timeZone,
}: {
  path: string;
  search: Search;
  timeZone: string;
  filters: ReturnType<typeof paymentFilters>;
}) {
  const state = moneyStateIn(search);
  const kept = ['state', ...OBJECTS.map(([name]) => name)];
  return (
    <>
      <Filters
        path={path}
        any={Object.keys(filters).length > 0}
        atOnce
        search={{ value: one(search, 'q') ?? '', hint: 'Id, receipt, email, phone, VPA or card digits' }}
      >
        {hiddenIn(search, PAYMENT_COLUMNS).map((name) => (
          <input key={name} type="hidden" name={hideName(name)} value="1" />
        ))}
        {kept.map((name) => {
          const value = one(search, name);
          return value && <input key={name} type="hidden" name={name} value={value} />;
        })}
        <FilterSelect
          name="method"
          label="Any method"
          value={filters.method}
          options={PAYMENT_METHODS.map((method) => [method, methodName(method)])}
        />
        <FilterListed listed={listedIn(search, timeZone)} to={one(search, 'to')} />
      </Filters>
      <Chips
        label="Money state"
        chosen={state}
        options={MONEY_STATE_NAMES.map((name) => [name, MONEY_STATES[name].words])}
        hrefOf={(name) => hrefWith(path, search, { state: name, status: undefined, cursor: undefined })}
      >
        {OBJECTS.map(([name, title, list]) => {
          const value = one(search, name);
          const without = hrefWith(path, search, { [name]: undefined, cursor: undefined });
          return value && <ObjectChip key={name} title={title} id={value} list={list} without={without} />;
        })}
      </Chips>
    </>
  );
}
