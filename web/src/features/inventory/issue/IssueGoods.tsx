import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableFooter from '@mui/material/TableFooter';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/Panel.tsx';
import type { ShownIssueFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useWithMoney } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { FreeMark } from '../FreeMark.tsx';

/** The lines with the frozen prices, and the slip's total from the database. */
export function IssueGoods({ issue }: { issue: ShownIssueFragment }) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const withMoney = useWithMoney();
  const lines = nodesOf(issue.issueDetails).toSorted((a, b) => a.lineNo - b.lineNo);
  return (
    <Panel title={t('show.lines')} isFlush>
      <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label={t('show.lines')}>
        <Table aria-label={t('show.lines')} className="print-table">
          <TableHead>
            <TableRow>
              <TableCell className="wide-only" sx={{ width: 48 }}>
                {t('show.no')}
              </TableCell>
              <TableCell>{t('show.item')}</TableCell>
              <TableCell className="wide-only">{t('show.unit')}</TableCell>
              <TableCell className="wide-only" align="right">
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
            {lines.map((line) => (
              <TableRow key={line.id}>
                <TableCell className="wide-only" sx={{ color: 'text.secondary' }}>
                  {line.lineNo}
                </TableCell>
                <TableCell sx={{ py: '6px' }}>
                  {line.item?.itemName}{' '}
                  <Box
                    component="span"
                    sx={{ color: 'text.secondary', fontSize: 12.5, whiteSpace: 'nowrap' }}
                  >
                    {line.item?.sku}
                  </Box>
                  {line.isFree && <FreeMark />}
                  {line.askedQuantity && (
                    <Box className="no-print" sx={{ color: 'text.secondary', fontSize: 12.5 }}>
                      {t('cut.asked', {
                        quantity: format.quantity(line.askedQuantity),
                        unit: line.item?.unit?.name ?? '',
                      })}
                    </Box>
                  )}
                  <Box className="narrow-only" sx={{ color: 'text.secondary', fontSize: 13 }}>
                    {format.quantity(line.quantity)} {line.item?.unit?.name}
                    {withMoney && ` × ${format.dong(line.unitPrice)}`}
                  </Box>
                  {/* Of the office: the paper for the agency says the price alone. */}
                  {line.listPrice && (
                    <Box className="no-print" sx={{ color: 'text.secondary', fontSize: 12.5 }}>
                      {t('price.instead', {
                        price: format.money(line.listPrice),
                        reason: line.priceReason,
                      })}
                    </Box>
                  )}
                </TableCell>
                <TableCell className="wide-only">{line.item?.unit?.name}</TableCell>
                <TableCell className="wide-only" align="right">
                  {format.quantity(line.quantity)}
                </TableCell>
                {withMoney && (
                  <TableCell className="wide-only" align="right">
                    {format.dong(line.unitPrice)}
                  </TableCell>
                )}
                {withMoney && <TableCell align="right">{format.dong(line.lineTotal)}</TableCell>}
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
                  {format.money(issue.totalAmount)}
                </TableCell>
              </TableRow>
            </TableFooter>
          )}
        </Table>
      </Box>
    </Panel>
  );
}
