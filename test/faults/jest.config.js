import { join } from 'node:path';
import { shared } from '../../jest.config.js';

const rootDir = join(import.meta.dirname, '..', '..');

/** The long runs, `npm run test:faults`: apart from `npm test`. */
export default {
  rootDir,
  testTimeout: 900_000,
  maxWorkers: 2,
  // most of the time the command waits for an answer that does not come
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
