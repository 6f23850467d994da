import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export const shared = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
};

/** Jest must transform Temporal's polyfill, because it is published only as ES modules. */
const MODULES_ONLY = ['/node_modules/(?!temporal-)'];

export default {
  // one worker more than there are cores, because many tests mostly wait for due times
  maxWorkers: availableParallelism() + 1,
  testSequencer: '<rootDir>/test/support/sequencer.js',
  testTimeout: 120_000,
  reporters: ['default', '<rootDir>/test/support/summary-reporter.js'],
  globalSetup: '<rootDir>/test/support/make-temporary-folder.ts',
  globalTeardown: '<rootDir>/test/support/remove-temporary-folder.ts',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/unit/**/*.test.ts'],
      transformIgnorePatterns: MODULES_ONLY,
    },
    { ...shared, displayName: 'stack', testMatch: ['<rootDir>/test/stack/**/*.test.ts'] },
    {
      ...shared,
      displayName: 'cli',
      testMatch: ['<rootDir>/test/cli/**/*.test.ts'],
      globalSetup: '<rootDir>/test/support/build-bundle.ts',
      transformIgnorePatterns: MODULES_ONLY,
    },
    {
      ...shared,
      displayName: 'console',
      testMatch: ['<rootDir>/test/console/**/*.test.ts'],
      globalSetup: '<rootDir>/test/support/build-bundle.ts',
    },
    {
      ...shared,
      displayName: 'end-to-end',
      testMatch: ['<rootDir>/test/end-to-end/**/*.test.ts'],
      globalSetup: '<rootDir>/test/end-to-end/global-setup.ts',
      globalTeardown: '<rootDir>/test/end-to-end/global-teardown.ts',
      transformIgnorePatterns: MODULES_ONLY,
    },
  ],
};
