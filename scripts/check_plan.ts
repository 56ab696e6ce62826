// What CI runs, and how long each part of it may take. CI has 80 minutes in a slow hour; a part
// that grows beyond its share is told of before CI as a whole is cut off.
const vitest = ['vitest', 'run'];

/** Minutes of each part; the table in CONTRIBUTING.md says the same, and a test compares them. */
export const SHARES = { install: 5, check: 35, scan: 5, browser: 25, operations: 10 } as const;
export type Part = keyof typeof SHARES;

export interface Step {
  name: string;
  command: readonly string[];
  /** Whose minutes it uses; none: `npm run check:full` has as much time as it needs. */
  part?: Part;
  settings?: Readonly<Record<string, string>>;
}

/** `npm run check`, in this order: what fails fast comes first. */
export const STEPS: readonly Step[] = [
  { name: 'lint', part: 'check', command: ['oxlint', '--deny-warnings'] },
  { name: 'format', part: 'check', command: ['prettier', '--check', '.'] },
  { name: 'secrets in files', part: 'check', command: ['node', 'scripts/lint_secrets.ts'] },
  { name: 'regular expressions', part: 'check', command: ['node', 'scripts/lint_regexes.ts'] },
  {
    name: 'types of db, server, worker, scripts',
    part: 'check',
    command: ['tsc', '-p', 'tsconfig.json'],
  },
  { name: 'types of web', part: 'check', command: ['tsc', '-p', 'web/tsconfig.json'] },
  {
    name: 'drift of rules and migrations',
    part: 'check',
    command: ['node', 'db/tools/drift.ts'],
  },
  {
    name: 'migrations under squawk',
    part: 'check',
    command: ['node', 'db/tools/lint_migrations.ts'],
  },
  {
    name: 'functions under plpgsql_check',
    part: 'check',
    command: ['node', 'db/tools/check_functions.ts'],
  },
  { name: 'web build', part: 'check', command: ['node', 'scripts/build_web.ts'] },
  { name: 'bundle budget', part: 'check', command: ['node', 'web/bundle_budget.ts'] },
  {
    name: 'attack on the production configuration',
    part: 'scan',
    command: ['node', 'ops/scan/index.ts'],
  },
  {
    name: 'tests with coverage',
    part: 'check',
    command: [
      ...vitest,
      ...['db', 'workload', 'api', 'web'].map((project) => `--project=${project}`),
      '--coverage',
    ],
  },
  {
    // the two things that can differ, at once: when it fails, check:full says which of them it is
    name: 'rules, races and catalog on UUID keys and the newest PostgreSQL',
    part: 'check',
    command: [
      'node',
      'scripts/test_on_newest.ts',
      '--project=db-uuid',
      ...['rule', 'race', 'catalog'].map((folder) => `db/test/${folder}/`),
    ],
  },
  {
    name: 'nginx, deploying, backup and monitoring',
    part: 'operations',
    command: [...vitest, '--project=ops'],
  },
  { name: 'journeys in Chromium', part: 'browser', command: [...vitest, '--project=e2e'] },
];

/** What `npm run check:full` runs besides: the same tests in other places, and for longer. */
export const LONG_STEPS: readonly Step[] = [
  {
    name: 'attack on the production configuration, with all generated cases',
    command: ['node', 'ops/scan/index.ts'],
    settings: { SCAN_PERCENT: '100' },
  },
  {
    name: 'rules, rights, races and catalog on UUID keys',
    command: [...vitest, '--project=db-uuid'],
  },
  {
    name: 'everything but the page on the newest PostgreSQL',
    command: ['node', 'scripts/test_on_newest.ts'],
  },
  {
    name: '200,000 commands while PostgreSQL is killed',
    command: [...vitest, '--project=workload'],
    settings: { WORKLOAD_COMMANDS: '200000' },
  },
];

/** What adding up a billion integers takes on the machine that the shares were made for. */
const LOOP_SECONDS = 4.5;

/**
 * How much slower this machine is now than that one; rented ones differ by half from hour to hour.
 */
export function slowness(): number {
  const began = performance.now();
  let sum = 0;
  for (let n = 0; n < 1e9; n += 1) sum = (sum + n * 7) | 0;
  return Math.max(1, (performance.now() - began) / 1000 / LOOP_SECONDS + 0 * sum);
}

/** Parts that used more than their share on a machine so much slower, as sentences. */
export function overspent(seconds: ReadonlyMap<Part, number>, slower = 1): string[] {
  return [...seconds]
    .map(([part, used]) => ({ part, used, share: SHARES[part] * slower }))
    .filter(({ used, share }) => used > share * 60)
    .map(
      ({ part, used, share }) =>
        `${part} took ${(used / 60).toFixed(1)} of its ${share.toFixed(0)} minutes: make `
        + 'it faster, or '
        + 'move what CI need not run each time to check:full (scripts/check_plan.ts)',
    );
}
