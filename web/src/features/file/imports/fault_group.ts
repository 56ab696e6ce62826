/** What stands in cells that are wrong in one way, the most frequent first. */
export interface FaultValue {
  value: string | null;
  /** Cells that say so, and the first row of them. */
  cells: string;
  row: string;
  /** The cells of that row as they are read. */
  beside: Readonly<Record<string, string>>;
}

/** Faults of one column and one reason: `faultGroups` of an import. */
export interface FaultGroup {
  column: string;
  reason: string;
  cells: string;
  different: string;
  values: readonly FaultValue[];
}

/** Reasons that are of a whole column, and no fault of a row. */
export const doubts: ReadonlySet<string> = new Set(['hidden_rows', 'small_prices', 'lost_noughts']);
