import { nextConfig } from '@payment-gateway/web/next-config';

export default nextConfig();
