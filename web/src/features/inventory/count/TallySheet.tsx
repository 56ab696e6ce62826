import PrintIcon from '@mui/icons-material/PrintOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import LinearProgress from '@mui/material/LinearProgress';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import papers from '../../../../../db/words/papers.json';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { SearchBox } from '../../../components/SearchBox.tsx';
import { businessToday } from '../../../lib/format.ts';
import { paths } from '../../../lib/paths.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useWord } from '../../../lib/words.ts';
import { PaperHead, PaperSignatures } from '../Paper.tsx';
import { useTallyItems } from './use_tally_items.ts';
import type { TallyItem } from './use_tally_items.ts';

/**
 * A sheet of paper to walk along the shelves with: every item and an empty place for what is there.
 */
export function TallySheet() {
  const { t } = useTranslation(['goods', 'common', 'inventory']);
  const signer = useWord(papers.signers);
  const [params, setParams] = useSearchParams();
  const [withBooks, setWithBooks] = useState(false);
  const search = params.get('tim') ?? '';
  const { items, isWhole, isFull, error, retry } = useTallyItems(search);
  const isReady = items !== undefined && (isWhole || isFull) && items.length > 0;
  return (
    <>
      <PaperHead title={t('tally.paper')} code={null} date={businessToday()} rows={[]} />
      <PageHead
        title={t('tally.title')}
        parent={{ label: t('count.many'), to: paths.stockCounts }}
        actions={
          <Button
            variant="contained"
            startIcon={<PrintIcon />}
            disabled={!isReady}
            onClick={() => window.print()}
          >
            {t('common:action.print')}
          </Button>
        }
      />
      <Panel isFlush>
        <Box
          className="no-print"
          sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, p: 4, alignItems: 'center' }}
        >
          <SearchBox
            label={t('inventory:item.search')}
            value={search}
            onChange={(text) => setParams(text ? { tim: text } : {}, { replace: true })}
          />
          <FormControlLabel
            label={t('tally.withBooks')}
            control={
              <Checkbox checked={withBooks} onChange={(_, isChecked) => setWithBooks(isChecked)} />
            }
          />
          {items && (
            <span>
              {t(isFull && !isWhole ? 'tally.full' : 'tally.items', { count: items.length })}
            </span>
          )}
        </Box>
        {!error && (!items || !(isWhole || isFull)) && (
          <LinearProgress className="no-print" aria-label={t('common:state.loading')} />
        )}
        {Boolean(error) && <LoadFailed error={error} onRetry={retry} />}
        {items?.length === 0 && isWhole && <EmptyState text={t('tally.none')} />}
        {items && items.length > 0 && <Lines items={items} withBooks={withBooks} />}
      </Panel>
      <PaperSignatures names={[t('tally.counter'), t('tally.witness'), signer('keeper')]} />
    </>
  );
}

/** Counting blind is the rule: what the books say makes people find it. */
function Lines({ items, withBooks }: { items: readonly TallyItem[]; withBooks: boolean }) {
  const { t } = useTranslation(['goods', 'inventory']);
  const format = useFormat();
  return (
    <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label={t('tally.title')}>
      <Table aria-label={t('tally.title')} className="print-table">
        <TableHead>
          <TableRow>
            <TableCell sx={{ width: 48 }}>{t('inventory:show.no')}</TableCell>
            <TableCell sx={{ width: 120 }}>{t('item.sku')}</TableCell>
            <TableCell>{t('inventory:show.item')}</TableCell>
            <TableCell sx={{ width: 80 }}>{t('inventory:show.unit')}</TableCell>
            {withBooks && (
              <TableCell align="right" sx={{ width: 90 }}>
                {t('count.book')}
              </TableCell>
            )}
            <TableCell sx={{ width: 120 }}>{t('count.counted')}</TableCell>
            <TableCell className="wide-only" sx={{ width: 150 }}>
              {t('note')}
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {items.map(({ id, sku, itemName, unit, stockQuantity }, index) => (
            <TableRow key={id}>
              <TableCell sx={{ color: 'text.secondary' }}>{index + 1}</TableCell>
              <TableCell>{sku}</TableCell>
              <TableCell>{itemName}</TableCell>
              <TableCell>{unit?.name}</TableCell>
              {withBooks && <TableCell align="right">{format.quantity(stockQuantity)}</TableCell>}
              <TableCell />
              <TableCell className="wide-only" />
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
