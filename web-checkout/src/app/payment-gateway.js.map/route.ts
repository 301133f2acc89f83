import { browserScriptMap } from '@payment-gateway/sdk/script';
import { serve } from '../../lib/serve';

export const GET = serve(browserScriptMap());
export const dynamic = 'force-dynamic';
