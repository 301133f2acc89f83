import { InvalidRequestError, NotFoundError } from '@payment-gateway/sdk';
import { gateway, onBehalfOfShopper, unlessUnavailable } from '../../../../lib/gateway';

const HEADERS = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** The receipt as a PDF. Without one, or if it cannot be made now, redirects to the page of the receipt. */
export async function GET(_: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const { token } = await params;
  try {
    const bytes = await unlessUnavailable(readPdf(token));
    if (bytes) return new Response(bytes as BodyInit, { headers: { ...HEADERS, ...DISPLAYED } });
  } catch (error) {
    if (error instanceof NotFoundError) return new Response(null, { status: 404, headers: HEADERS });
    if (!(error instanceof InvalidRequestError)) throw error;
  }
  return new Response(null, { status: 303, headers: { ...HEADERS, Location: `/r/${encodeURIComponent(token)}` } });
}

const DISPLAYED = {
  'Content-Type': 'application/pdf',
  'Content-Disposition': 'inline; filename="receipt.pdf"',
} as const;

const readPdf = async (token: string): Promise<Uint8Array> =>
  gateway.publicReceipts.pdf(token, await onBehalfOfShopper());
