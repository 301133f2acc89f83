import { NotFoundError, PaymentGatewayError } from '@payment-gateway/sdk';
import { originsAllowed } from '../../../lib/framing';
import { readSearch } from '../../../lib/params';

const HEADERS = { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-store' };
const answer = (reason: 'blocked' | 'not_found' | null) => Response.json({ reason }, { headers: HEADERS });

/**
 * Why the page that asks may not frame this order's checkout, for the SDK: a browser tells a page only that a frame has
 * loaded something. `null` if it may. It judges by what the policy of the checkout is made of.
 */
export async function GET(request: Request) {
  const { orderId } = readSearch(new URL(request.url).search);
  if (!orderId) return answer('not_found');
  try {
    const allowed = await originsAllowed(orderId, request.headers.get('x-forwarded-for'));
    const isAllowed = allowed.includes('*') || allowed.includes(request.headers.get('origin') ?? '');
    return answer(isAllowed ? null : 'blocked');
  } catch (error) {
    if (error instanceof NotFoundError) return answer('not_found');
    if (!(error instanceof PaymentGatewayError)) throw error;
    return new Response(null, { status: 503, headers: HEADERS });
  }
}
