// npm run check: everything that CI runs, and a table of what took how long. A part that takes
// longer than its share fails, too (check_plan.ts). `npm run check:full` goes on with the same
// tests on other versions and keys, and for longer.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../db/tools/env.ts';
import {
  LONG_STEPS,
  overspent,
  SHARES,
  slowness,
  STEPS,
  type Part,
  type Step,
} from './check_plan.ts';

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    // what .ci/run needed before it came here
    'install-seconds': { type: 'string', default: '0' },
  },
});
const used = new Map<Part, number>([['install', Number(values['install-seconds'])]]);
const report: string[] = [];
const before = slowness();
const steps = values.full ? [...STEPS, ...LONG_STEPS] : STEPS;
const isGreen = steps.every(run);
const slower = Math.max(before, slowness());

console.log(`\n${report.join('\n')}\n`);
for (const [part, seconds] of used) {
  const share = (SHARES[part] * slower).toFixed(0);
  console.log(`${(seconds / 60).toFixed(1).padStart(5)} of ${share} minutes  ${part}`);
}
const told = overspent(used, slower);
for (const sentence of told) console.error(sentence);
if (!isGreen || told.length > 0) process.exit(1);

function run({ name, command: [program = '', ...args], part, settings }: Step): boolean {
  console.log(`\n── ${name}: ${program} ${args.join(' ')}`);
  const began = performance.now();
  const { status } = spawnSync(program, args, {
    cwd: repositoryRoot,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...settings },
  });
  const seconds = (performance.now() - began) / 1000;
  if (part !== undefined) used.set(part, (used.get(part) ?? 0) + seconds);
  const line = `${status === 0 ? 'ok    ' : 'FAILED'} ${seconds.toFixed(0).padStart(4)} s  ${name}`;
  console.log(line);
  report.push(line);
  return status === 0;
}
