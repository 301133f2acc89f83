import type { RequestOptions } from '@payment-gateway/sdk';
import { csvLine } from './csv';
import { csvResponse } from './csv-response';
import { refusalOfCrossSite } from './own-site';
import type { Search } from './search';
import { onBehalfOf, readSession, type Session } from './session';

/** The largest page of the API, so that an export takes few requests. */
const PER_PAGE = 100;

/** The columns of an export: the name of each and its value in a row. */
export type Columns<T> = readonly (readonly [name: string, value: (row: T) => unknown])[];

/** A route that downloads a list with the filters of its address. */
export const csvRoute =
  <T>(
    file: string,
    columns: Columns<T>,
    list: (session: Session, search: Search, options: RequestOptions, limit: number) => AsyncIterable<T>,
  ) =>
  async (request: Request): Promise<Response> => {
    const refusal = refusalOfCrossSite(request);
    if (refusal) return refusal;
    const search = Object.fromEntries(new URL(request.url).searchParams);
    return csvResponse(list(await readSession(), search, await onBehalfOf(), PER_PAGE), {
      head: csvLine(columns.map(([name]) => name)),
      line: (row) => csvLine(columns.map(([, value]) => value(row))),
      file,
    });
  };
