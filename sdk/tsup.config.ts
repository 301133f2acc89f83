import { defineConfig } from 'tsup';

// The declaration build of tsup still sets `baseUrl`. The types of Jest are not installed for a start.
const DECLARATIONS = { compilerOptions: { ignoreDeprecations: '6.0', types: ['node'] } };
const SHARED = { target: 'es2022', sourcemap: true, treeshake: true } as const;

export default defineConfig([
  {
    ...SHARED,
    entry: ['index', 'webhooks', 'validators', 'card-text', 'browser', 'frame-messages'].map(
      (name) => `src/${name}.ts`,
    ),
    format: ['esm', 'cjs'],
    // Node's modules do not exist on edge runtimes, so an import of one fails the build.
    platform: 'neutral',
    // For CommonJS as well: two copies of an error class would not be instances of each other.
    splitting: true,
    dts: DECLARATIONS,
  },
  { ...SHARED, entry: ['src/script.ts'], format: ['esm'], dts: DECLARATIONS },
  { ...SHARED, entry: { pg: 'src/cli/main.ts' }, format: ['esm'] },
  {
    ...SHARED,
    entry: { 'payment-gateway': 'src/browser/global.ts', 'razorpay-checkout': 'src/browser/razorpay.ts' },
    format: ['iife'],
    platform: 'browser',
    minify: true,
    outExtension: () => ({ js: '.js' }),
  },
]);
