import { versionedScripts } from '@payment-gateway/sdk/script';
import { config } from '../../../lib/config';
import { serve } from '../../../lib/serve';

const scripts = versionedScripts(config.publicUrl);

/** One version of the browser SDK, at `/checkout-<version>.js`. */
export async function GET(request: Request, { params }: { params: Promise<{ version: string }> }) {
  const script = scripts.get((await params).version);
  if (script) return serve(script)(request);
  const text = `This version is not served. Use ${[...scripts.keys()].map((one) => `/checkout-${one}.js`).join(', ')}.`;
  return new Response(text, { status: 404, headers: { 'Cache-Control': 'no-store' } });
}
export const dynamic = 'force-dynamic';
