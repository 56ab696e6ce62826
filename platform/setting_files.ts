// Secrets come from the environment or, where that is shown to too many, from files: NAME_FILE
// holds the path of a file with the value of NAME (what Docker, Kubernetes and systemd hand over).
import { readFileSync } from 'node:fs';

type Source = Readonly<Record<string, string | undefined>>;

const ENDING = '_FILE';

/**
 * The settings with the contents of files filled in, for the names that somebody reads. Errors are
 * sentences that name the variable and never hold what stood in a file.
 */
export function withFiles(
  source: Source,
  names: readonly string[],
): Record<string, string | undefined> {
  const filled: Record<string, string | undefined> = { ...source };
  for (const name of names) {
    const path = source[name + ENDING];
    if (path === undefined || path === '') continue;
    if (source[name] !== undefined && source[name] !== '') {
      throw new Error(`${name} and ${name}${ENDING} are both set; only one of them can count.`);
    }
    filled[name] = read(name, path);
  }
  return filled;
}

function read(name: string, path: string): string {
  try {
    // editors and echo leave a line break at the end, which nobody means
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const { code } = error as { code?: unknown };
    throw new Error(`${name}${ENDING}: ${path} cannot be read (${String(code)}).`, {
      cause: error,
    });
  }
}
