import { defineConfig } from 'vitest/config';

// Two workers: the tests are processor-bound and the machines that run them are small.
export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    pool: 'threads',
    maxWorkers: 2,
    maxConcurrency: 3,
    passWithNoTests: true,
    testTimeout: 20_000,
  },
});
