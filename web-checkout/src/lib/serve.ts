import type { ServedFile } from '@payment-gateway/sdk/script';

/** A route handler for a file that merchants' pages load. */
export function serve({ body, headers, isKnown }: ServedFile): (request: Request) => Response {
  return (request) => {
    const known = isKnown(request.headers.get('If-None-Match'));
    const shared = { ...headers, 'Access-Control-Allow-Origin': '*' };
    return new Response(known ? null : body, { status: known ? 304 : 200, headers: shared });
  };
}
