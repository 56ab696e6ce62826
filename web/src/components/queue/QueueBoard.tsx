import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Drawer from '@mui/material/Drawer';
import Skeleton from '@mui/material/Skeleton';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../EmptyState.tsx';
import { LoadFailed } from '../LoadFailed.tsx';
import { Panel } from '../Panel.tsx';
import { KeyHints } from './KeyHints.tsx';
import type { KeyHint } from './KeyHints.tsx';
import { QueueRows } from './QueueRows.tsx';
import type { QueueRowsProps } from './QueueRows.tsx';
import { usePageKeys } from '../use_page_keys.ts';

interface Props<Row extends { id: string }> extends Omit<
  QueueRowsProps<Row>,
  'isDesktop' | 'isChoosing'
> {
  empty: string;
  error?: unknown;
  onRetry(): void;
  /** The row under the cursor in full. */
  panel(row: Row): ReactNode;
  /** What is done with several. */
  bulk?: ReactNode;
  /** Said below the rows: how many more wait. */
  foot?: ReactNode;
  hints: readonly KeyHint[];
  /** On a phone the panel is a sheet, which the tab opens. */
  isSheetOpen: boolean;
  onSheetClose(): void;
}

/** Work that waits: a list with a cursor beside the row under it; on a phone, cards. */
export function QueueBoard<Row extends { id: string }>(props: Props<Row>) {
  const { queue, empty, error, onRetry, panel, bulk, foot, hints, canChoose } = props;
  const { t } = useTranslation('queue');
  const isDesktop = useMediaQuery('(min-width: 1000px)', { noSsr: true });
  const [isChoosing, setChoosing] = useState(false);
  const { standing, current, step, selection } = queue;
  usePageKeys({
    j: () => step(1),
    k: () => step(-1),
    ...(canChoose
      ? {
          x: () => {
            if (current) selection.set([current.id], !selection.keys.has(current.id));
          },
          escape: selection.clear,
        }
      : {}),
  });
  if (error !== undefined && !standing) return <LoadFailed error={error} onRetry={onRetry} />;
  if (!standing)
    return (
      <Box role="status" aria-label={t('loading')}>
        <Skeleton variant="rounded" height={360} />
      </Box>
    );
  if (standing.length === 0)
    return (
      <Panel>
        <EmptyState text={empty} />
      </Panel>
    );
  const shown = current && panel(current);
  return (
    <>
      <Box sx={boardStyle}>
        <Panel isFlush>
          {canChoose && !isDesktop && (
            <Box sx={{ px: 4, pt: 2 }}>
              <Button
                color="inherit"
                onClick={() => {
                  if (isChoosing) selection.clear();
                  setChoosing(!isChoosing);
                }}
              >
                {t(isChoosing ? 'chooseNone' : 'chooseSeveral')}
              </Button>
            </Box>
          )}
          <QueueRows {...props} isDesktop={isDesktop} isChoosing={isDesktop || isChoosing} />
          {foot && <Box sx={{ px: 4, py: 3, fontSize: 13, color: 'text.secondary' }}>{foot}</Box>}
          {queue.chosen.length > 0 && bulk}
        </Panel>
        {isDesktop && <Box sx={{ position: 'sticky', top: 76 }}>{shown}</Box>}
      </Box>
      {!isDesktop && (
        <Drawer
          anchor="bottom"
          open={props.isSheetOpen}
          onClose={props.onSheetClose}
          slotProps={{ paper: { 'aria-label': props.label } }}
        >
          {shown}
        </Drawer>
      )}
      <KeyHints hints={hints} />
    </>
  );
}

const boardStyle = {
  display: 'grid',
  gap: 4,
  alignItems: 'start',
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 372px' },
};
