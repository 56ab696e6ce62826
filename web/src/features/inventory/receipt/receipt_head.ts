import type { PickedSupplierFragment } from '../../../gql/graphql.ts';

/** What is typed above the lines of a receipt. */
export interface ReceiptHead {
  supplier: PickedSupplierFragment | null;
  receiptDate: string;
  note: string;
}
