import { defineConfig } from 'vitest/config';

// Two workers: the tests are processor-bound and the machines that run them are small. Processes, so that a file which uses up its memory
// fails alone.
export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    maxConcurrency: 3,
    passWithNoTests: true,
    testTimeout: 60_000,
  },
});
