import { defineConfig } from 'vitest/config';

const clusterSetup = './db/test/support/cluster_setup.ts';

export default defineConfig({
  test: {
    // two cores: more workers only make real PostgreSQL and Chromium wait for each other
    maxWorkers: 2,
    // each template database says which migrations it ran; that is no news
    onConsoleLog: (text) => !text.startsWith('graphile-migrate'),
    reporters: ['default', './db/test/support/tally_reporter.ts'],
    coverage: {
      provider: 'v8',
      include: [
        'platform/**/*.ts',
        'server/**/*.ts',
        'worker/**/*.ts',
        'db/tools/**/*.ts',
        'web/src/**/*.{ts,tsx}',
      ],
      // the scan is no code of the system, and runs by itself
      exclude: [
        '**/*.test.{ts,tsx}',
        '**/test/**',
        'ops/**',
        'web/src/gql/**',
        'web/src/**/test_*',
      ],
      reporter: ['text-summary', 'html'],
      thresholds: { lines: 80 },
    },
    projects: [
      {
        test: {
          name: 'db',
          include: ['db/test/**/*.test.ts'],
          exclude: ['db/test/workload/**'],
          globalSetup: clusterSetup,
          provide: { keyType: 'int' },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // the same rules on UUID keys: what a key is made of is written in one place only
        test: {
          name: 'db-uuid',
          include: ['db/test/{rule,permission,race,catalog}/**/*.test.ts'],
          exclude: ['db/test/catalog/reference.test.ts'],
          globalSetup: clusterSetup,
          provide: { keyType: 'uuid' },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'workload',
          include: ['db/test/workload/*.test.ts'],
          provide: {
            keyType: 'int',
            workloadCommands: Number(process.env['WORKLOAD_COMMANDS'] ?? 20_000),
          },
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'api',
          include: [
            'server/test/**/*.test.ts',
            'worker/test/**/*.test.ts',
            'scripts/test/**/*.test.ts',
          ],
          globalSetup: clusterSetup,
          provide: { keyType: 'int' },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // what runs around the processes; needs programs of Debian, such as nginx
        test: {
          name: 'ops',
          include: ['ops/**/*.test.ts'],
          globalSetup: clusterSetup,
          provide: { keyType: 'int' },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: './web/vite.config.ts',
        test: {
          name: 'web',
          root: './web',
          environment: 'jsdom',
          include: ['src/**/*.test.{ts,tsx}'],
          setupFiles: ['./src/test_setup.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['web/e2e/**/*.test.ts'],
          globalSetup: clusterSetup,
          provide: { keyType: 'int' },
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
