import { fileURLToPath } from 'node:url';

/** Pure specs stand beside their file (src); promises over HTTP stand in test/. */
export default {
  rootDir: '.',
  testEnvironment: fileURLToPath(new URL('test/support/environment.mjs', import.meta.url)),
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  // Jest takes it from the first project, for all of them. axe is slow on a busy machine; each wait within a test has its
  // own limit.
  testTimeout: 180_000,
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
};
