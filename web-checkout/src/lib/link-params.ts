/** The parameters in the address of a payment link's page. */
export interface LinkParams {
  id: string;
  lang?: string | undefined;
  /** What the payer entered before, in major units. */
  amount?: string | undefined;
  error?: LinkError | undefined;
}

const LINK_ERRORS = ['format', 'tooSmall', 'tooLarge', 'underWay', 'refused', 'rateLimited', 'unavailable'] as const;
export type LinkError = (typeof LINK_ERRORS)[number];

const MAX_AMOUNT_LENGTH = 40;

export const isLinkPath = (path: string) => path.startsWith('/l/');

/** The parameters of the query. A repeated one counts as missing. */
export function readLinkSearch(id: string, search: string): LinkParams {
  const query = new URLSearchParams(search);
  const one = (name: string) => {
    const [value, ...more] = query.getAll(name);
    return more.length > 0 ? undefined : value;
  };
  return {
    id,
    lang: one('lang'),
    amount: one('amount')?.slice(0, MAX_AMOUNT_LENGTH),
    error: LINK_ERRORS.find((error) => error === one('error')),
  };
}

/** The address of the page with these parameters. */
export function linkHref({ id, lang, amount, error }: LinkParams): string {
  const given = Object.entries({ lang, amount: amount?.slice(0, MAX_AMOUNT_LENGTH), error });
  const query = new URLSearchParams(given.filter((pair): pair is [string, string] => Boolean(pair[1])));
  return `/l/${encodeURIComponent(id)}${query.size > 0 ? `?${query}` : ''}`;
}
