import { join } from 'node:path';
import { shared } from '../../jest.config.js';

/** Checks of the repository itself, part of `npm run check`: what `npm test` does not run, because it says nothing about the product. */
export default {
  ...shared,
  rootDir: join(import.meta.dirname, '..', '..'),
  testMatch: ['<rootDir>/test/check/**/*.test.ts'],
  testTimeout: 120_000,
  globalSetup: '<rootDir>/test/support/make-temporary-folder.ts',
  globalTeardown: '<rootDir>/test/support/remove-temporary-folder.ts',
};
