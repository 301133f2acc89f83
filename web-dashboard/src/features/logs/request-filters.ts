import { one, oneOf, type Search } from '../../lib/search';

export const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const;
export const CLASSES = [
  ['2xx', 'Succeeded'],
  ['4xx', 'Refused (4xx)'],
  ['5xx', 'Gateway errors (5xx)'],
] as const;

/** The log's filters from its address. */
export const requestFilters = (search: Search) => ({
  path: one(search, 'q'),
  method: oneOf(search, 'method', METHODS),
  status: oneOf(
    search,
    'status',
    CLASSES.map(([name]) => name),
  ),
  requestId: one(search, 'request_id'),
  apiKey: one(search, 'api_key'),
});
