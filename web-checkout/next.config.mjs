import path from 'node:path';

/**
 * Plain JavaScript: Next would load its compiler, 25 MB in each process, to read the same in TypeScript.
 * @type {import('next').NextConfig}
 */
export default {
  // It reads files that lie beside it.
  serverExternalPackages: ['@payment-gateway/sdk'],
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  // Types are checked by `npm run check`; a build that checks them as well takes twice as long.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: path.join(import.meta.dirname, '..') },
  images: { unoptimized: true },
  // `checkout-` and a version is part of a name, which no folder of the app can match.
  rewrites: async () => [
    { source: '/v1/:file(checkout\\.js|payment-gateway\\.js\\.map)', destination: '/:file' },
    { source: '/checkout-:version([\\d.]+)\\.js', destination: '/checkout.js/:version' },
  ],
  experimental: { serverActions: { bodySizeLimit: '64kb' } },
};
