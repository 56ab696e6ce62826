// Runs stages one after the other; the first that fails has all of them taken back, newest first.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage } from './stages.ts';

export type Done = Readonly<{ name: string; seconds: number; isGood: boolean; said: string }>;

export type Outcome = Readonly<{
  release: string;
  at: string;
  isLive: boolean;
  stages: readonly Done[];
  /** What could not be taken back: somebody has to look. */
  left: readonly string[];
}>;

export async function runStages(
  release: string,
  stages: readonly Stage[],
  say: (line: string) => void = () => undefined,
): Promise<Outcome> {
  const at = new Date().toISOString();
  const done: Done[] = [];
  const begun: Stage[] = [];
  for (const stage of stages) {
    begun.push(stage);
    const result = await timed(stage.name, () => stage.run());
    done.push(result);
    say(lineOf(result));
    if (!result.isGood) {
      const left = await takeBack(begun, say);
      return { release, at, isLive: false, stages: done, left };
    }
  }
  return { release, at, isLive: true, stages: done, left: [] };
}

async function takeBack(begun: readonly Stage[], say: (line: string) => void): Promise<string[]> {
  const left: string[] = [];
  for (const { name, undo } of begun.toReversed()) {
    if (!undo) continue;
    const result = await timed(`take back: ${name}`, async () => {
      await undo();
      return 'as before';
    });
    say(lineOf(result));
    if (!result.isGood) left.push(`${name}: ${result.said}`);
  }
  return left;
}

async function timed(name: string, work: () => Promise<string>): Promise<Done> {
  const began = performance.now();
  const seconds = (): number => Math.round(performance.now() - began) / 1_000;
  try {
    const said = await work();
    return { name, seconds: seconds(), isGood: true, said };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { name, seconds: seconds(), isGood: false, said };
  }
}

const lineOf = ({ name, seconds, isGood, said }: Done): string =>
  `${isGood ? 'ok    ' : 'FAILED'} ${seconds.toFixed(1).padStart(6)} s  ${name.padEnd(24)} ${said}`;

/** Every deploy is a line of JSON in deploys.jsonl. */
export function note(home: string, outcome: Outcome): void {
  appendFileSync(join(home, 'deploys.jsonl'), `${JSON.stringify(outcome)}\n`);
}
