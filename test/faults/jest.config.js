import { join } from 'node:path';
import { shared } from '../../jest.config.js';

const rootDir = join(import.meta.dirname, '..', '..');

/** The long tests, `npm run test:faults`. `npm test` leaves them out. */
export default {
  rootDir,
  testTimeout: 900_000,
  maxWorkers: 2,
  // run many tests at once, because most of the time a command waits for a response
  maxConcurrency: 8,
  reporters: ['default', '<rootDir>/test/support/summary-reporter.js'],
  globalSetup: '<rootDir>/test/support/make-temporary-folder.ts',
  globalTeardown: '<rootDir>/test/support/remove-temporary-folder.ts',
  projects: [
    {
      ...shared,
      rootDir,
      displayName: 'faults',
      testMatch: ['<rootDir>/test/faults/**/*.test.ts'],
      globalSetup: '<rootDir>/test/faults/global-setup.ts',
      globalTeardown: '<rootDir>/test/end-to-end/global-teardown.ts',
    },
  ],
};
