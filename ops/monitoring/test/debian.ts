// Debian's programs of monitoring, as tests run them.
import { spawnSync } from 'node:child_process';

/** What a program said, and its exit code. Error: it is not installed. */
export function ask(program: string, ...args: string[]): { code: number | null; said: string } {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error)
    throw new Error(
      `This needs Debian's ${program}: apt-get install prometheus prometheus-alertmanager`,
      {
        cause: error,
      },
    );
  return { code: status, said: `${stdout}${stderr}` };
}
