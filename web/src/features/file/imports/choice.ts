import type { FaultGroup } from './fault_group.ts';

/** What can be decided about cells that are wrong in one way: chooseForImport. */
interface Offer {
  choice: string;
  ways: readonly string[];
}

interface Rule extends Offer {
  reason: string;
  /** Of which columns; without it of any. */
  columns?: readonly string[];
}

const rules: readonly Rule[] = [
  { reason: 'not_positive', columns: ['quantity'], choice: 'zero_rows', ways: ['leave_out'] },
  {
    reason: 'whole_number_only',
    columns: ['import_price', 'unit_price', 'amount'],
    choice: 'price_fractions',
    ways: ['round'],
  },
  {
    reason: 'too_long',
    columns: ['item_name', 'name', 'address'],
    choice: 'long_texts',
    ways: ['cut'],
  },
  {
    reason: 'taken',
    columns: ['sku', 'code', 'own_code'],
    choice: 'there_already',
    ways: ['update', 'skip'],
  },
  { reason: 'hidden_rows', choice: 'hidden_rows', ways: ['leave_out', 'read'] },
  { reason: 'small_prices', choice: 'small_prices', ways: ['thousand', 'as_written'] },
  { reason: 'lost_noughts', choice: 'lost_noughts', ways: ['add_nought', 'as_written'] },
];

/** What can be decided about a group of faults; null when only the file can be mended. */
export function offerOf({ column, reason, values }: FaultGroup): Offer | null {
  const rule = rules.find(
    (one) => one.reason === reason && (one.columns?.includes(column) ?? true),
  );
  if (!rule) return null;
  // what is below nought is no row of nothing
  const isOffered =
    rule.choice !== 'zero_rows' || values.some(({ value }) => Number(value ?? '1') === 0);
  return isOffered ? rule : null;
}

/** Choice and way as one name of texts. */
export type Chosen =
  | 'faulty_rows_leave_out'
  | 'zero_rows_leave_out'
  | 'price_fractions_round'
  | 'long_texts_cut'
  | 'there_already_update'
  | 'there_already_skip'
  | 'hidden_rows_leave_out'
  | 'hidden_rows_read'
  | 'small_prices_thousand'
  | 'small_prices_as_written'
  | 'lost_noughts_add_nought'
  | 'lost_noughts_as_written'
  | 'new_agencies_activate';

export const chosenOf = (choice: string, way: string): Chosen => `${choice}_${way}` as Chosen;
