import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableFooter from '@mui/material/TableFooter';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../components/Panel.tsx';
import { useFormat } from '../../lib/use_format.ts';
import { FreeMark } from './FreeMark.tsx';

interface ShownLine {
  id: string;
  lineNo: number;
  quantity: string;
  isFree?: boolean;
  unitPrice?: string;
  lineTotal?: string;
  item: { sku: string; itemName: string; unit: { name: string } | null } | null;
}

interface Props {
  label: string;
  lines: readonly ShownLine[];
  total: string;
  withMoney: boolean;
}

/** The lines of a document and its total, all from the database; on screen and on paper. */
export function GoodsTable({ label, lines, total, withMoney }: Props) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  return (
    <Panel title={label} isFlush>
      <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label={label}>
        <Table aria-label={label} className="print-table">
          <TableHead>
            <TableRow>
              <TableCell className="wide-only" sx={{ width: 48 }}>
                {t('show.no')}
              </TableCell>
              <TableCell>{t('show.item')}</TableCell>
              <TableCell className="wide-only">{t('show.unit')}</TableCell>
              <TableCell className={withMoney ? 'wide-only' : ''} align="right">
                {t('show.quantity')}
              </TableCell>
              {withMoney && (
                <TableCell className="wide-only" align="right">
                  {t('show.unitPrice')}
                </TableCell>
              )}
              {withMoney && <TableCell align="right">{t('show.lineTotal')}</TableCell>}
            </TableRow>
          </TableHead>
          <TableBody>
            {lines
              .toSorted((a, b) => a.lineNo - b.lineNo)
              .map(({ id, lineNo, quantity, isFree, unitPrice, lineTotal, item }) => (
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
                    {isFree && <FreeMark />}
                    {withMoney && (
                      <Box className="narrow-only" sx={{ color: 'text.secondary', fontSize: 13 }}>
                        {format.quantity(quantity)} {item?.unit?.name} × {format.dong(unitPrice)}
                      </Box>
                    )}
                  </TableCell>
                  <TableCell className="wide-only">{item?.unit?.name}</TableCell>
                  <TableCell className={withMoney ? 'wide-only' : ''} align="right">
                    {format.quantity(quantity)}
                  </TableCell>
                  {withMoney && (
                    <TableCell className="wide-only" align="right">
                      {format.dong(unitPrice)}
                    </TableCell>
                  )}
                  {withMoney && <TableCell align="right">{format.dong(lineTotal)}</TableCell>}
                </TableRow>
              ))}
          </TableBody>
          {withMoney && (
            <TableFooter>
              <TableRow>
                <TableCell className="wide-only" />
                <TableCell>{t('show.totalRow')}</TableCell>
                <TableCell className="wide-only" colSpan={3} />
                <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
                  {total}
                </TableCell>
              </TableRow>
            </TableFooter>
          )}
        </Table>
      </Box>
    </Panel>
  );
}
