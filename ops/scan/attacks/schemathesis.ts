import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person } from '../people.ts';
import type { Attack, Scan } from '../scan.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const folder = join(import.meta.dirname, '..', 'schemathesis');
/** Where .ci/run installs it; anybody else may have it on the path. */
const INSTALLED = join(root, '.data', 'schemathesis', 'bin', 'schemathesis');

type Run = Readonly<{
  what: string;
  schema: string;
  url: string;
  person: Person;
  /** Examples of each operation, when all are tried. */
  examples: number;
  more: readonly string[];
}>;

/** All that schemathesis looks for, but for two things that mean something else here. */
const OF_REST = [
  '--checks=all',
  // keys are opaque: what none can be is refused as malformed, though it is a text as described;
  // each role asks with its own cookie, which leaving out the described one does not take away
  '--exclude-checks=positive_data_acceptance,ignored_auth',
  '--generation-with-security-parameters=false',
  '--mode=all',
];

/**
 * schemathesis makes requests of our own descriptions, right and wrong ones, alone and one after
 * the other: no answer is a fault of ours, and over REST each is as described.
 */
export const schemathesisAttack: Attack = {
  name: 'REST and GraphQL by schemathesis',
  async run(scan) {
    const { target, people } = scan;
    // one that takes any document, or GraphQL would have nothing to say
    const rest = `${target.freeUrl}/api/v1`;
    const runs: Run[] = [
      ...(['manager', 'sales', 'agency'] as const).map((role) => ({
        what: `REST as ${role}`,
        schema: `${rest}/openapi.json`,
        url: rest,
        person: people[role],
        examples: 50,
        more: OF_REST,
      })),
      {
        what: 'GraphQL as manager',
        schema: join(root, 'server', 'schema.graphql'),
        url: `${target.freeUrl}/graphql`,
        person: people.manager,
        // there are some 200 of them
        examples: 10,
        more: ['--checks=no_fault_of_ours'],
      },
    ];
    for (const run of runs) await start(scan, run);
  },
};

async function start(
  scan: Scan,
  { what, schema, url, person, examples, more }: Run,
): Promise<void> {
  const some = scan.sample(Array.from({ length: examples }), 2).length;
  const headers = [
    `Cookie: ${person.at.cookieHeader()}`,
    'X-Sodaily-CSRF: 1',
    `X-Forwarded-For: ${person.at.address}`,
  ];
  const { output, code } = await schemathesis([
    'run',
    schema,
    `--url=${url}`,
    ...headers.flatMap((header) => ['--header', header]),
    `--max-examples=${some}`,
    `--seed=${scan.random.below(1e6)}`,
    '--generation-database=none',
    '--no-shrink',
    '--warnings=off',
    '--request-timeout=20',
    '--max-response-time=10',
    ...more,
  ]);
  const cases = Number(/(\d+) generated/.exec(output)?.[1] ?? 0);
  const found = /FAILURES[\s\S]*/.exec(output)?.[0] ?? output;
  if (code !== 0) console.log(found.slice(0, 6_000));
  scan.report.cases(what, cases, code === 0 ? [] : [`schemathesis ended with ${code}`]);
}

function schemathesis(words: readonly string[]): Promise<{ output: string; code: number | null }> {
  const { promise, resolve, reject } = Promise.withResolvers<{
    output: string;
    code: number | null;
  }>();
  const child = spawn(
    existsSync(INSTALLED) ? INSTALLED : 'schemathesis',
    ['--no-color', ...words],
    {
      // it leaves what it found in the folder it is started in
      cwd: tmpdir(),
      env: {
        ...process.env,
        SCHEMATHESIS_HOOKS: join(folder, 'checks.py'),
        PYTHONDONTWRITEBYTECODE: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  child.stdout.on('data', (part) => (output += String(part)));
  child.stderr.on('data', (part) => (output += String(part)));
  child.on('error', () =>
    reject(
      new Error(
        'The scan needs schemathesis: python3 -m venv .data/schemathesis && '
          + '.data/schemathesis/bin/pip install -r ops/scan/schemathesis/requirements.txt',
      ),
    ),
  );
  child.on('close', (code) => resolve({ output, code }));
  return promise;
}
