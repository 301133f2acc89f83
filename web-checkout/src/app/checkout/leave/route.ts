import { ConnectionError, NotFoundError, RateLimitError, ServerError } from '@payment-gateway/sdk';
import { gateway, onBehalfOfShopper } from '../../../lib/gateway';
import { checkoutHref, readSearch } from '../../../lib/params';

/**
 * Redirects the shopper to the merchant, by a URL that the API signs now. The address contains nothing but the order's
 * id, so the target is always the merchant's own. Without such a URL, redirects to the order's page.
 */
export async function GET(request: Request) {
  const { search, searchParams } = new URL(request.url);
  const params = readSearch(search);
  const leaves = searchParams.get('to') === 'cancel';
  const url = params.orderId && (await urlFor(params.orderId, leaves));
  return new Response(null, {
    status: 303,
    headers: {
      Location: url || checkoutHref(params),
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

async function urlFor(orderId: string, leaves: boolean): Promise<string | null> {
  try {
    const { returnUrl, cancelUrl } = await gateway.publicReturns.get(orderId, await onBehalfOfShopper());
    return leaves ? cancelUrl : returnUrl;
  } catch (error) {
    // The order's page shows the error and a way to try again.
    if ([ConnectionError, ServerError, RateLimitError, NotFoundError].some((kind) => error instanceof kind))
      return null;
    throw error;
  }
}
