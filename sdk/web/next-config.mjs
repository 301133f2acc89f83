import path from 'node:path';

/**
 * The settings of both apps. Plain JavaScript: for a config in TypeScript Next loads its compiler, 25 MB in each process.
 * @param {import('next').NextConfig} own what one app adds
 * @returns {import('next').NextConfig}
 */
export const nextConfig = (own = {}) => ({
  // The SDK reads files next to its own, so it is not bundled.
  serverExternalPackages: ['@payment-gateway/sdk'],
  // TypeScript sources: this package has no build.
  transpilePackages: ['@payment-gateway/web'],
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  // `npm run check` checks the types; a build that checks them as well takes twice as long.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: path.join(import.meta.dirname, '../..') },
  images: { unoptimized: true },
  experimental: { serverActions: { bodySizeLimit: '64kb' } },
  ...own,
});
