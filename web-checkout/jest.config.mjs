import api from '../api/jest.config.mjs';

/** Pure specs are beside their file (src); the pages are tested in a real browser (test). */
export default {
  ...api,
  rootDir: '.',
  testEnvironment: '<rootDir>/test/support/environment.mjs',
  globalSetup: '<rootDir>/../api/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/../api/test/support/global-teardown.mjs',
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.test.ts'],
};
