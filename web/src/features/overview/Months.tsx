import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../components/Panel.tsx';
import type { MonthOfSalesFragment } from '../../gql/graphql.ts';
import { percentOf } from '../../lib/dong.ts';
import { useFormat } from '../../lib/use_format.ts';

/**
 * What was sold and collected, month by month: a table whose cells draw the chart, so nothing is
 * lost to those who do not see it.
 */
export function Months({ months }: { months: readonly MonthOfSalesFragment[] | null | undefined }) {
  const { t } = useTranslation('overview');
  const { dong } = useFormat();
  if (!months) return null;
  const most = months
    .flatMap(({ soldAmount, collectedAmount }) => [
      BigInt(soldAmount ?? '0'),
      BigInt(collectedAmount ?? '0'),
    ])
    .reduce((highest, amount) => (amount > highest ? amount : highest), 1n)
    .toString();
  const bar = (amount: string | null, color: string) => (
    <>
      {dong(amount)}
      <Box
        aria-hidden
        sx={{
          height: 4,
          borderRadius: 2,
          ml: 'auto',
          mt: '2px',
          bgcolor: color,
          width: percentOf(amount?.startsWith('-') ? '0' : (amount ?? '0'), most),
        }}
      />
    </>
  );
  return (
    <Panel title={t('months.title')} isFlush>
      <Table size="small" aria-label={t('months.title')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('months.month')}</TableCell>
            <TableCell align="right" sx={{ width: '40%' }}>
              {t('months.sold')}
            </TableCell>
            <TableCell align="right" sx={{ width: '40%' }}>
              {t('months.collected')}
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {months.toReversed().map(({ month, soldAmount, collectedAmount, refundedAmount }) => (
            <TableRow key={month}>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>
                {month?.slice(5, 7)}/{month?.slice(0, 4)}
              </TableCell>
              <TableCell align="right">{bar(soldAmount, 'primary.main')}</TableCell>
              <TableCell align="right">
                {bar(collectedAmount, 'success.main')}
                {refundedAmount !== null && refundedAmount !== '0' && (
                  <Box sx={{ fontSize: 12, color: 'text.secondary' }}>
                    {t('months.refunded', { amount: dong(refundedAmount) })}
                  </Box>
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}
