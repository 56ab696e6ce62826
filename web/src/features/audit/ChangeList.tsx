import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ExportButton } from '../../components/ExportButton.tsx';
import { LoadFailed } from '../../components/LoadFailed.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Panel } from '../../components/Panel.tsx';
import { ChangeFilterBar } from './ChangeFilterBar.tsx';
import { ChangeItem } from './ChangeItem.tsx';
import { useChangeList } from './use_change_list.ts';

/** Who changed what and when, from what to what. */
export function ChangeList() {
  const { t } = useTranslation('audit');
  return (
    <>
      <PageHead title={t('many')} />
      <Changes />
    </>
  );
}

function Changes() {
  const { t } = useTranslation(['audit', 'common']);
  const list = useChangeList();
  const { rows, error, isFiltered } = list;
  const { table, row: rowKey, userId, from, to } = list.filters;
  return (
    <Panel isFlush>
      <ChangeFilterBar list={list} />
      {error && !rows && <LoadFailed error={error} onRetry={list.retry} />}
      {!rows && !error && (
        <Box aria-busy="true" sx={{ px: 4, pb: 4 }}>
          {[1, 2, 3, 4].map((row) => (
            <Skeleton key={row} height={56} />
          ))}
        </Box>
      )}
      {rows?.length === 0 && (
        <EmptyState
          text={t(isFiltered ? 'noneFound' : 'empty')}
          action={
            isFiltered && (
              <Button variant="outlined" color="inherit" onClick={list.clear}>
                {t('common:action.clearFilter')}
              </Button>
            )
          }
        />
      )}
      {rows && rows.length > 0 && (
        <>
          <Box
            component="ul"
            aria-label={t('many')}
            aria-busy={list.isRefetching}
            sx={{ listStyle: 'none', m: 0, p: 0 }}
          >
            {rows.map((change) => (
              <ChangeItem key={change.id} change={change} onFilter={list.setFilters} />
            ))}
          </Box>
          <Box sx={footStyle}>
            <span>{t('shown', { shown: rows.length, total: list.total })}</span>
            <ExportButton what="changes" parameters={{ table, rowKey, userId, from, to }} />
            {list.hasMore && (
              <Button
                variant="outlined"
                color="inherit"
                disabled={list.isLoadingMore}
                onClick={list.loadMore}
              >
                {t(list.isLoadingMore ? 'loadingMore' : 'more')}
              </Button>
            )}
          </Box>
        </>
      )}
    </Panel>
  );
}

const footStyle = {
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: 3,
  px: 4,
  py: 2,
  minHeight: 52,
  borderTop: '1px solid',
  borderColor: 'divider',
  fontSize: 13,
};
