// What a number of slips a day means for a machine, from figures that were measured on books of two
// sizes: what grows with slips is a line through both.

/** What was measured on books of so many slips. */
export type Measured = Readonly<{
  slips: number;
  rows: number;
  /** Size of the database with its indexes. */
  bytes: number;
  dumpBytes: number;
  dumpSeconds: number;
}>;

export type Basis = Readonly<{
  small: Measured;
  large: Measured;
  /** Log of one slip that is sold, confirmed at once, in a transaction of its own. */
  walBytesPerSlip: number;
  /** One after the other on one connection. */
  slipsPerSecond: number;
}>;

export type Business = Readonly<{ agencies: number; people: number; slipsPerDay: number }>;

export type Growth = Business
  & Readonly<{
    slips: number;
    rows: number;
    bytes: number;
    walBytesPerDay: number;
    dumpBytes: number;
    dumpSeconds: number;
    /** What is read and written every day: the newest three months with their indexes. */
    hotBytes: number;
    /** In the busiest hour, of what one connection does. */
    share: number;
    steps: readonly string[];
  }>;

/** Two years, which is what the generator makes. */
export const DAYS = 730;
const HOT_DAYS = 90;
const OPEN_HOURS = 8;
/** The busiest hour has as much more than a usual one. */
const PEAK = 4;
const GIGABYTE = 2 ** 30;

type Field = 'rows' | 'bytes' | 'dumpBytes' | 'dumpSeconds';

/** The line through both sizes. */
function at({ small, large }: Basis, field: Field, slips: number): number {
  const perSlip = (large[field] - small[field]) / (large.slips - small.slips);
  return Math.max(0, small[field] + perSlip * (slips - small.slips));
}

export function growthOf(basis: Basis, business: Business): Growth {
  const slips = business.slipsPerDay * DAYS;
  const bytes = at(basis, 'bytes', slips);
  const perSlip = (basis.large.bytes - basis.small.bytes) / (basis.large.slips - basis.small.slips);
  const figures = {
    slips,
    rows: at(basis, 'rows', slips),
    bytes,
    walBytesPerDay: basis.walBytesPerSlip * business.slipsPerDay,
    dumpBytes: at(basis, 'dumpBytes', slips),
    dumpSeconds: at(basis, 'dumpSeconds', slips),
    hotBytes: Math.min(bytes, perSlip * business.slipsPerDay * HOT_DAYS),
    share: ((business.slipsPerDay / OPEN_HOURS) * PEAK) / 3_600 / basis.slipsPerSecond,
  };
  return { ...business, ...figures, steps: stepsOf(business, figures) };
}

/** Which engines of ADR 18 such a business needs, in their order. */
export function stepsOf(
  { people }: Pick<Business, 'people'>,
  { hotBytes, share, dumpSeconds }: Pick<Growth, 'hotBytes' | 'share' | 'dumpSeconds'>,
): string[] {
  return [
    // a server does what one core does
    ...(share > 0.5 || people > 2_000 ? ['more servers'] : []),
    // ten connections of each server, and 120 in all
    ...(people > 10_000 ? ['PgBouncer'] : []),
    ...(hotBytes > 8 * GIGABYTE ? ['a replica for files'] : []),
    // a night's backup and its drill must be over before people come
    ...(dumpSeconds > 3_600 ? ['CloudNativePG: copies of files instead of dumps'] : []),
  ];
}
