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
} as const;

export type PaperSize = keyof typeof sizes;
export type Size = (typeof sizes)[PaperSize];

/** Room for the line at the foot of a page. */
export const FOOT = 14;
