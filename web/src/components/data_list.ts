import type { ReactNode } from 'react';

/** A column of the table. */
export interface Column<Row> {
  key: string;
  head: ReactNode;
  cell(row: Row): ReactNode;
  align?: 'right';
  width?: number | string;
  /** Its head sorts the list. */
  isSortable?: boolean;
}

/** A row on a phone: two lines, and something below when needed. */
export interface Card {
  title: ReactNode;
  figure?: ReactNode;
  note?: ReactNode;
  mark?: ReactNode;
  below?: ReactNode;
}

export interface DataListProps<Row> {
  label: string;
  /** Undefined until the first answer. */
  rows: readonly Row[] | undefined;
  columns: readonly Column<Row>[];
  card(row: Row): Card;
  rowKey(row: Row): string;
  /** The page a row opens. */
  rowPath?(row: Row): string;
  isRefetching?: boolean;
  error?: unknown;
  onRetry(): void;
  empty: ReactNode;
  /** What stands below a column of the table, by its key. */
  sums?: Readonly<Record<string, ReactNode>>;
  foot?: ReactNode;
  /** How the list is sorted now, by the key of a column. */
  sort?: { key: string; isDown: boolean } | null;
  onSort?(key: string): void;
  /** Height of a row, in pixels. */
  rowHeight?: number;
}
