import api from '../api/jest.config.mjs';

export default {
  ...api,
  rootDir: '.',
  globalSetup: '<rootDir>/../api/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/../api/test/support/global-teardown.mjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
};
