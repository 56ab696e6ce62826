import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/Panel.tsx';
import { nodesOf } from '../../../lib/nodes.ts';
import { useWithMoney } from '../../../lib/session.ts';
import { useBalance } from '../../../components/use_debt_in_words.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useEntryKind } from '../../../components/use_entry_kind.ts';
import type { ShownIssueFragment } from '../../../gql/graphql.ts';

/** The very rows of the ledgers that this slip wrote, each with the balance behind it. */
export function IssueProof({ issue }: { issue: ShownIssueFragment }) {
  const { t } = useTranslation('inventory');
  const withMoney = useWithMoney();
  return (
    <Panel title={t('show.proof')} isFlush sx={{ '@media print': { display: 'none' } }}>
      <Typography variant="body2" color="textSecondary" sx={{ px: 4, pb: 2 }}>
        {t('show.proofText')}
      </Typography>
      {withMoney && <DebtRows issue={issue} />}
      <StockRows issue={issue} />
    </Panel>
  );
}

const scroll = { overflowX: 'auto' };
const wide = { width: '50%' };
const even = { tableLayout: 'fixed', minWidth: 340 };

function DebtRows({ issue }: { issue: ShownIssueFragment }) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const balance = useBalance();
  const kindOf = useEntryKind();
  return (
    <Box sx={scroll} tabIndex={0} role="group" aria-label={t('show.debtLedger')}>
      <Table aria-label={t('show.debtLedger')} sx={even}>
        <TableHead>
          <TableRow>
            <TableCell sx={wide}>{t('show.debtLedger')}</TableCell>
            <TableCell align="right">{t('show.amount')}</TableCell>
            <TableCell align="right">{t('show.debtAfter')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {nodesOf(issue.debtTransactions).map((row) => (
            <TableRow key={row.id}>
              <TableCell>{kindOf(row.kind)}</TableCell>
              <TableCell align="right">{format.dong(row.amount)}</TableCell>
              <TableCell align="right">{balance(row.balanceAfter)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

function StockRows({ issue }: { issue: ShownIssueFragment }) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const kindOf = useEntryKind();
  return (
    <Box sx={scroll} tabIndex={0} role="group" aria-label={t('show.stockLedger')}>
      <Table
        aria-label={t('show.stockLedger')}
        sx={{ ...even, '& tr:last-child td': { borderBottom: 0 } }}
      >
        <TableHead>
          <TableRow>
            <TableCell sx={wide}>{t('show.stockLedger')}</TableCell>
            <TableCell align="right">{t('show.change')}</TableCell>
            <TableCell align="right">{t('show.stockAfter')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {nodesOf(issue.stockMovements).map((row) => (
            <TableRow key={row.id}>
              <TableCell>
                {row.item?.itemName}{' '}
                <Box component="span" sx={{ color: 'text.secondary' }}>
                  ({row.item?.unit?.name})
                </Box>
                {row.kind !== 'issue' && (
                  <Box component="span" sx={{ color: 'text.secondary' }}>
                    {' '}
                    · {kindOf(row.kind)}
                  </Box>
                )}
              </TableCell>
              <TableCell align="right">{format.quantity(row.quantity)}</TableCell>
              <TableCell align="right">{format.quantity(row.balanceAfter)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
