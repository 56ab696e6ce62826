import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DataCards } from './DataCards.tsx';
import { DataTable } from './DataTable.tsx';
import { LoadFailed } from './LoadFailed.tsx';

export interface Column<Row> {
  key: string;
  head: string;
  cell(row: Row): ReactNode;
  align?: 'right';
  width?: number | string;
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
}

/** A list in all its states: loading, failed, empty, rows; a table, or cards below 1000 px. */
export function DataList<Row>(props: DataListProps<Row>) {
  const isDesktop = useMediaQuery('(min-width: 1000px)', { noSsr: true });
  const { t } = useTranslation();
  const { rows, error, onRetry, empty, foot, isRefetching = false } = props;
  if (error && !rows) return <LoadFailed error={error} onRetry={onRetry} />;
  if (rows?.length === 0) return <>{empty}</>;
  const Rows = isDesktop ? DataTable<Row> : DataCards<Row>;
  return (
    <Box aria-busy={!rows || isRefetching} sx={{ position: 'relative' }}>
      {rows && isRefetching && (
        <LinearProgress aria-label={t('state.loading')} sx={{ position: 'absolute', insetInline: 0, top: -2, height: 2, zIndex: 3 }} />
      )}
      <Rows {...props} />
      {foot}
    </Box>
  );
}
