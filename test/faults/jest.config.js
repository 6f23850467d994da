import { shared } from '../../jest.config.js';

/** The long runs, `npm run test:faults`: apart from `npm test`. */
export default {
  ...shared,
  rootDir: '../..',
  displayName: 'faults',
  testMatch: ['<rootDir>/test/faults/**/*.test.ts'],
  testTimeout: 900_000,
  maxWorkers: 2,
  // most of the time the command waits for an answer that does not come
  maxConcurrency: 8,
  globalSetup: '<rootDir>/test/faults/global-setup.ts',
  globalTeardown: '<rootDir>/test/end-to-end/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/support/summary-reporter.js'],
};
