// CPU time of processes, from /proc: of a process, its children, and those that have ended.
import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second for programs, whatever the kernel does. */
const MS_A_TICK = 10;

interface Process {
  pid: number;
  parent: number;
  ticks: number;
}

function read(pid: string): Process | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name in parentheses may hold anything
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    const [, parent] = fields;
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { pid: Number(pid), parent: Number(parent), ticks };
  } catch {
    // it has ended meanwhile
    return undefined;
  }
}

/** Milliseconds that a process and all below it have used since it began. */
export function cpuOf(root: number): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => read(pid) ?? []);
  const below = Map.groupBy(all, ({ parent }) => parent);
  const ticksOf = (pid: number): number =>
    (below.get(pid) ?? []).reduce(
      (sum, child) => sum + ticksOf(child.pid),
      all.find((process) => process.pid === pid)?.ticks ?? 0,
    );
  return ticksOf(root) * MS_A_TICK;
}

/** Whether there is a /proc to read. */
export const canCount = (): boolean => read(String(process.pid)) !== undefined;
