import type { Reporter, TestModule } from 'vitest/node';

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
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length;
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    console.log(`${count.passed} passed, ${count.failed + broken} failed${skipped}`);
  }
}
