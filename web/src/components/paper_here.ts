import { browserStore } from '../lib/browser_store.ts';

export const PAPER_SIZES = ['A5', 'A4'] as const;
export type PaperSize = (typeof PAPER_SIZES)[number];

const KEY = 'sodaily.paper';

/** The paper that lies in the printer of this desk: the size that was used last. */
export const paperHere = (): PaperSize => (browserStore.get(KEY) === 'A4' ? 'A4' : 'A5');

export const keepPaper = (size: PaperSize): void => browserStore.set(KEY, size);
