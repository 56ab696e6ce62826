/** A file of the write-ahead log: timeline, and a number that grows by one from file to file. */
const FILE = /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})$/;
/** Of 16 MB each, there are 256 files of one log number. */
const FILES_OF_A_LOG = 256;

/** The place of a file in the log, whatever its timeline; undefined for histories and labels. */
export function placeOf(name: string): number | undefined {
  const found = FILE.exec(name);
  if (!found) return undefined;
  const [, , log = '', segment = ''] = found;
  return Number.parseInt(log, 16) * FILES_OF_A_LOG + Number.parseInt(segment, 16);
}

/**
 * Files of the log from the first on, in the order of recovery, and what is missing between them.
 * After a restore a new timeline goes on from the place where the old one ended, so a place may
 * come twice.
 */
export function sequence(
  names: readonly string[],
  first: string,
): { files: readonly string[]; gaps: readonly string[] } {
  const start = placeOf(first) ?? 0;
  const files = names
    .filter((name) => (placeOf(name) ?? -1) >= start)
    .toSorted((a, b) => (placeOf(a) ?? 0) - (placeOf(b) ?? 0) || (a < b ? -1 : 1));
  const gaps: string[] = [];
  if (!names.includes(first)) gaps.push(`${first} is missing`);
  for (const [nth, name] of files.entries()) {
    const before = files[nth - 1];
    if (before === undefined) continue;
    const missing = (placeOf(name) ?? 0) - (placeOf(before) ?? 0) - 1;
    if (missing > 0) gaps.push(`${missing} missing between ${before} and ${name}`);
  }
  return { files, gaps };
}
