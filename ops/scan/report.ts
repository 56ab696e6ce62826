import type { Answer, Expectation } from './inspect.ts';
import { problemsOf } from './inspect.ts';

const SHOWN = 12;

export type Report = ReturnType<typeof makeReport>;

/** Counts cases by class of attack and remembers what went wrong. */
export function makeReport() {
  const classes = new Map<string, { cases: number; failures: string[] }>();
  let current = '';

  function check(what: string, problems: readonly string[]): void {
    const counted = classes.get(current);
    if (!counted) throw new Error('a case outside an attack');
    counted.cases += 1;
    if (problems.length > 0) counted.failures.push(`${what}: ${problems.join('; ')}`);
  }

  return {
    begin(name: string): void {
      current = name;
      classes.set(name, { cases: 0, failures: [] });
    },
    /** A case that is right when nothing is wrong with it. */
    check,
    /** A case that is right when this is so. */
    expect: (what: string, isSo: boolean, otherwise = 'is not so') =>
      check(what, isSo ? [] : [otherwise]),
    /** An answer that must hold nothing it may not, with what is expected besides. */
    answer(
      what: string,
      answer: Answer,
      expectation: Expectation = {},
      problems: readonly string[] = [],
    ): Answer {
      check(what, [...problemsOf(answer, expectation), ...problems]);
      return answer;
    },
    /** Prints the table; tells whether all was well. */
    print(): boolean {
      const rows = [...classes].map(([name, { cases, failures }]) => ({
        name,
        cases,
        failed: failures.length,
      }));
      const [cases, failed] = [
        rows.reduce((sum, row) => sum + row.cases, 0),
        rows.reduce((sum, row) => sum + row.failed, 0),
      ];
      for (const [name, { failures }] of classes) {
        for (const failure of failures.slice(0, SHOWN))
          console.log(`FAILED ${name}: ${failure.slice(0, 400)}`);
        if (failures.length > SHOWN)
          console.log(`FAILED ${name}: and ${failures.length - SHOWN} more`);
      }
      const width = Math.max(...rows.map(({ name }) => name.length));
      console.log(`\n${'class of attack'.padEnd(width)}  cases  failures`);
      for (const row of rows)
        console.log(
          `${row.name.padEnd(width)}  ${String(row.cases).padStart(5)}  ${String(row.failed).padStart(8)}`,
        );
      console.log(`\n${cases - failed} passed, ${failed} failed`);
      return failed === 0;
    },
  };
}
