import { NotFoundError, PaymentGatewayError } from '@payment-gateway/sdk';
import { originsAllowed } from '../../../lib/framing';
import { readSearch } from '../../../lib/params';

const HEADERS = { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-store' };
const respond = (reason: 'blocked' | 'not_found' | null) => Response.json({ reason }, { headers: HEADERS });

/**
 * Returns to the SDK why the calling page may not frame this order's checkout, `null` if it may: the browser only tells
 * that page that the frame has loaded. Uses the same data as the checkout's own frame policy.
 */
export async function GET(request: Request) {
  const { orderId } = readSearch(new URL(request.url).search);
  if (!orderId) return respond('not_found');
  try {
    const allowed = await originsAllowed(orderId, request.headers.get('x-forwarded-for'));
    const isAllowed = allowed.includes('*') || allowed.includes(request.headers.get('origin') ?? '');
    return respond(isAllowed ? null : 'blocked');
  } catch (error) {
    if (error instanceof NotFoundError) return respond('not_found');
    if (!(error instanceof PaymentGatewayError)) throw error;
    return new Response(null, { status: 503, headers: HEADERS });
  }
}
