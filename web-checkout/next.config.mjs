import { nextConfig } from '@payment-gateway/web/next-config';

export default nextConfig({
  // A folder of the app cannot match part of a name, such as `checkout-` and a version.
  rewrites: async () => [
    { source: '/v1/:file(checkout\\.js|payment-gateway\\.js\\.map)', destination: '/:file' },
    { source: '/checkout-:version([\\d.]+)\\.js', destination: '/checkout.js/:version' },
  ],
});
