import { Counter, type Registry } from 'prom-client';
import type { ReadFrom } from '../reading.ts';

/** Counts where the rows of files were read; the result is told of each file. */
export function countReads(registry: Registry): (from: ReadFrom) => void {
  const reads = new Counter({
    name: 'files_read_total',
    help: 'Files of lists and reports, by where their rows were read: replica or primary',
    labelNames: ['from'],
    registers: [registry],
  });
  return (from) => reads.inc({ from });
}
