import type { Columns } from '../../lib/csv-export';
import type { Customer } from '../../lib/types';

export const CUSTOMER_COLUMNS: Columns<Customer> = [
  ['id', (c) => c.id],
  ['name', (c) => c.name],
  ['email', (c) => c.email],
  ['contact', (c) => c.contact],
  ['created_at', (c) => c.createdAt],
];
