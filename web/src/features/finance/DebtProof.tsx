import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../components/Panel.tsx';
import { useEntryKind } from '../../components/use_entry_kind.ts';
import type { ProofRowFragment } from '../../gql/graphql.ts';
import { useBalance } from '../../components/use_debt_in_words.ts';
import { useFormat } from '../../lib/use_format.ts';

/** The very rows of the ledger that a document wrote, each with the balance behind it. */
export function DebtProof({ rows }: { rows: readonly ProofRowFragment[] }) {
  const { t } = useTranslation('finance');
  const format = useFormat();
  const balance = useBalance();
  const kindOf = useEntryKind();
  return (
    <Panel title={t('show.proof')} isFlush>
      <Typography variant="body2" color="textSecondary" sx={{ px: 4, pb: 2 }}>
        {t('show.proofText')}
      </Typography>
      <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label={t('show.entry')}>
        <Table
          aria-label={t('show.entry')}
          sx={{ minWidth: 340, '& tr:last-child td': { borderBottom: 0 } }}
        >
          <TableHead>
            <TableRow>
              <TableCell>{t('show.entry')}</TableCell>
              <TableCell align="right">{t('amountColumn')}</TableCell>
              <TableCell align="right">{t('show.balance')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <TableRow key={row.id}>
                <TableCell sx={{ py: 1.5 }}>
                  {kindOf(row.kind)}{' '}
                  <Box component="span" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
                    {format.date(row.businessDate)}
                  </Box>
                </TableCell>
                <TableCell align="right">{format.dong(row.amount)}</TableCell>
                <TableCell align="right">{balance(row.balanceAfter)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Panel>
  );
}
