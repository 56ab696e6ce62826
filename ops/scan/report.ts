import type { Answer, Expectation } from './inspect.ts';
import { problemsOf } from './inspect.ts';

const SHOWN = 12;
const SAMPLE_MS = 200;
/**
 * What a server may hold at most, whatever is done to it. It begins with about 350; thousands of
 * documents that nobody trusts bring it to 800, of which Node gives half back when it must.
 */
const MOST_MEGABYTES = 1_000;

type Class = { cases: number; failures: string[]; seconds: number; peak: number };

export type Report = ReturnType<typeof makeReport>;

/**
 * Counts cases by class of attack and remembers what went wrong, how long it took, and how much
 * memory the largest of the servers held meanwhile.
 */
export function makeReport(residentMegabytes: () => number) {
  const classes = new Map<string, Class>();
  let current = '';
  let began = 0;
  const sample = (): void => {
    const counted = classes.get(current);
    if (counted) counted.peak = Math.max(counted.peak, residentMegabytes());
  };
  const sampling = setInterval(sample, SAMPLE_MS);
  sampling.unref();

  function check(what: string, problems: readonly string[]): void {
    const counted = classes.get(current);
    if (!counted) throw new Error('a case outside an attack');
    counted.cases += 1;
    if (problems.length > 0) counted.failures.push(`${what}: ${problems.join('; ')}`);
  }

  return {
    begin(name: string): void {
      current = name;
      began = performance.now();
      classes.set(name, { cases: 0, failures: [], seconds: 0, peak: 0 });
      sample();
    },
    /** The end of a class: its memory is a case of it. */
    end(): void {
      sample();
      const counted = classes.get(current);
      if (!counted) throw new Error('the end of no attack');
      counted.seconds = (performance.now() - began) / 1000;
      check(
        'memory of the servers',
        counted.peak <= MOST_MEGABYTES ? [] : [`${counted.peak.toFixed(0)} MB`],
      );
    },
    /** A case that is right when nothing is wrong with it. */
    check,
    /** So many cases that another program tried. */
    cases(what: string, many: number, problems: readonly string[]): void {
      check(what, many > 0 ? problems : [...problems, 'no case was tried']);
      const counted = classes.get(current);
      if (counted) counted.cases += Math.max(0, many - 1);
    },
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
      clearInterval(sampling);
      const rows = [...classes].map(([name, { failures, ...counted }]) => ({
        name,
        failed: failures.length,
        ...counted,
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
      console.log(`\n${'class of attack'.padEnd(width)}  cases  failures  seconds  MB at most`);
      for (const { name, cases: tried, failed: wrong, seconds, peak } of rows) {
        const figures = [
          String(tried).padStart(5),
          String(wrong).padStart(8),
          seconds.toFixed(0).padStart(7),
          peak.toFixed(0).padStart(10),
        ];
        console.log(`${name.padEnd(width)}  ${figures.join('  ')}`);
      }
      console.log(`\n${cases - failed} passed, ${failed} failed`);
      return failed === 0;
    },
  };
}
