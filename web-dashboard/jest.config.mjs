import api from '../api/jest.config.mjs';

/** Pure specs stand beside their file (src); what a shopper sees is tested in a real browser (test). */
export default {
  ...api,
  rootDir: '.',
  // axe takes its time where a machine is busy; each wait within a test has a limit of its own.
  testTimeout: 180_000,
  globalSetup: '<rootDir>/../api/test/support/global-setup.mjs',
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.test.ts'],
};
