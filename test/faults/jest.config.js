import { join } from 'node:path';
import { shared } from '../../jest.config.js';

const rootDir = join(import.meta.dirname, '..', '..');

/** Jest's configuration for the fault tests in `npm run test:faults`. `npm test` leaves them out, because they are slow. */
export default {
  rootDir,
  testTimeout: 900_000,
  maxWorkers: 2,
  // run many tests at once, because commands spend most of their time waiting for responses
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
