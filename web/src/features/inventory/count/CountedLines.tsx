import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/Panel.tsx';
import type { CountedLineFragment } from '../../../gql/graphql.ts';
import { isZero } from '../../../lib/dong.ts';
import { useFormat } from '../../../lib/use_format.ts';

/** The books beside the shelf, item by item; on screen and on paper. */
export function CountedLines({ lines }: { lines: readonly CountedLineFragment[] }) {
  const { t } = useTranslation(['goods', 'inventory']);
  const format = useFormat();
  return (
    <Panel title={t('count.lines')} isFlush>
      <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label={t('count.lines')}>
        <Table aria-label={t('count.lines')} className="print-table">
          <TableHead>
            <TableRow>
              <TableCell className="wide-only" sx={{ width: 48 }}>
                {t('inventory:show.no')}
              </TableCell>
              <TableCell>{t('inventory:show.item')}</TableCell>
              <TableCell className="wide-only">{t('inventory:show.unit')}</TableCell>
              <TableCell align="right">{t('count.book')}</TableCell>
              <TableCell align="right">{t('count.counted')}</TableCell>
              <TableCell align="right">{t('count.difference')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {lines.map(
              ({ id, lineNo, item, bookQuantity, countedQuantity, differenceQuantity }) => (
                <TableRow key={id}>
                  <TableCell className="wide-only" sx={{ color: 'text.secondary' }}>
                    {lineNo}
                  </TableCell>
                  <TableCell sx={{ py: '6px' }}>
                    {item?.itemName}{' '}
                    <Box
                      component="span"
                      sx={{ color: 'text.secondary', fontSize: 12.5, whiteSpace: 'nowrap' }}
                    >
                      {item?.sku}
                    </Box>
                  </TableCell>
                  <TableCell className="wide-only">{item?.unit?.name}</TableCell>
                  <TableCell align="right">{format.quantity(bookQuantity)}</TableCell>
                  <TableCell align="right">{format.quantity(countedQuantity)}</TableCell>
                  <TableCell align="right">
                    <Difference value={differenceQuantity} />
                  </TableCell>
                </TableRow>
              ),
            )}
          </TableBody>
        </Table>
      </Box>
    </Panel>
  );
}

function Difference({ value }: { value: string }) {
  const format = useFormat();
  const isNone = isZero(value);
  return (
    <Box
      component="span"
      sx={isNone ? { color: 'text.secondary' } : { color: 'warning.main', fontWeight: 600 }}
    >
      {isNone || value.startsWith('-') ? '' : '+'}
      {format.quantity(value)}
    </Box>
  );
}
