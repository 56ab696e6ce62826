import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useTranslation } from 'react-i18next';
import { DataCards } from './DataCards.tsx';
import { DataTable } from './DataTable.tsx';
import type { DataListProps } from './data_list.ts';
import { LoadFailed } from './LoadFailed.tsx';

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
        <LinearProgress
          aria-label={t('state.loading')}
          sx={{ position: 'absolute', insetInline: 0, top: -2, height: 2, zIndex: 3 }}
        />
      )}
      <Rows {...props} />
      {foot}
    </Box>
  );
}
