import api from '../api/jest.config.mjs';

export default {
  ...api,
  rootDir: '.',
  globalSetup: '<rootDir>/../api/test/support/global-setup.mjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
};
