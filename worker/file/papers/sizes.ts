/** Points. A5 lies, as the pad on the counter does; A4 stands. */
export const sizes = {
  A4: {
    layout: 'portrait',
    width: 595.28,
    height: 841.89,
    side: 42,
    edge: 36,
    text: 10,
    small: 8.5,
    title: 16,
    row: 20,
    logo: 40,
    qr: 42.5,
    transfer: 74,
    sums: 200,
    signing: 62,
    stamp: 64,
  },
  A5: {
    layout: 'landscape',
    width: 595.28,
    height: 419.53,
    side: 28,
    edge: 22,
    text: 9,
    small: 7.5,
    title: 14,
    row: 17,
    logo: 30,
    qr: 42.5,
    transfer: 59.5,
    sums: 180,
    signing: 51,
    stamp: 48,
  },
  /** Lists and reports: many columns, small letters. */
  report: {
    layout: 'landscape',
    width: 841.89,
    height: 595.28,
    side: 36,
    edge: 30,
    text: 8,
    small: 7.5,
    title: 14,
    row: 15,
    logo: 30,
    qr: 42.5,
    transfer: 59.5,
    sums: 200,
    signing: 62,
    stamp: 64,
  },
} as const;

export type Size = (typeof sizes)[keyof typeof sizes];
/** What people choose for slips. */
export type PaperSize = 'A4' | 'A5';

/** Room for the line at the foot of a page. */
export const FOOT = 14;
