import { browserScript } from '@payment-gateway/sdk/script';
import { config } from '../../lib/config';
import { serve } from '../../lib/serve';

/** The browser SDK, with the address of this checkout in it. */
export const GET = serve(browserScript(config.publicUrl));
export const dynamic = 'force-dynamic';
