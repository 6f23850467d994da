import { join } from 'node:path';
import { shared } from '../../jest.config.js';

/** Jest's configuration for the checks in `npm run check`. `npm test` leaves them out, because they do not test the product. */
export default {
  ...shared,
  rootDir: join(import.meta.dirname, '..', '..'),
  testMatch: ['<rootDir>/test/check/**/*.test.ts'],
  testTimeout: 120_000,
  globalSetup: '<rootDir>/test/support/make-temporary-folder.ts',
  globalTeardown: '<rootDir>/test/support/remove-temporary-folder.ts',
};
