import { nextConfig } from '@payment-gateway/web/next-config';

export default nextConfig({
  // A folder of the app cannot match part of a name, such as `checkout-` and a version.
  rewrites: async () => ({
    // Pages of the release before link here to leave for the merchant.
    beforeFiles: [
      {
        source: '/checkout/return',
        missing: [{ type: 'query', key: 'payment_id' }],
        destination: '/checkout/leave',
      },
    ],
    afterFiles: [
      { source: '/v1/:file(checkout\\.js|payment-gateway\\.js\\.map)', destination: '/:file' },
      { source: '/checkout-:version([\\d.]+)\\.js', destination: '/checkout.js/:version' },
    ],
  }),
});
