import api from '../api/jest.config.mjs';

/** Pure specs are beside their file (src); the pages are tested in a real browser (test). */
export default {
  ...api,
  rootDir: '.',
  // axe is slow on a busy machine; each wait within a test has its own limit.
  testTimeout: 180_000,
  globalSetup: '<rootDir>/../api/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/../api/test/support/global-teardown.mjs',
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.test.ts'],
};
