import type { Reporter, TestModule } from 'vitest/node';

/** From so many files on, the slowest are named: CI has a budget, and they are where it goes. */
const MANY = 20;
const NAMED = 12;

/** Ends every run with one line that people and machines read alike: "412 passed, 0 failed". */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state === 'passed' || state === 'failed' ? state : 'skipped'] += 1;
      }
    }
    if (modules.length >= MANY) console.log(slowest(modules).join('\n'));
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length;
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    console.log(`${count.passed} passed, ${count.failed + broken} failed${skipped}`);
  }
}

/**
 * Setting up and tests of each file; files run side by side, so the sum is more than the clock's.
 */
function slowest(modules: readonly TestModule[]): string[] {
  const times = modules
    .map((module) => {
      const { duration, setupDuration, collectDuration } = module.diagnostic();
      return {
        name: `${module.project.name} ${module.relativeModuleId}`,
        seconds: (duration + setupDuration + collectDuration) / 1000,
      };
    })
    .toSorted((a, b) => b.seconds - a.seconds);
  const sum = times.reduce((total, { seconds }) => total + seconds, 0);
  return [
    `${times.length} files, ${sum.toFixed(0)} s of work; the slowest:`,
    ...times
      .slice(0, NAMED)
      .map(({ name, seconds }) => `${seconds.toFixed(0).padStart(5)} s  ${name}`),
  ];
}
