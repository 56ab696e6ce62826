import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../components/Panel.tsx';
import { useEntryKind } from '../../components/use_entry_kind.ts';
import { useBalance } from '../../components/use_debt_in_words.ts';
import { useFormat } from '../../lib/use_format.ts';

interface Movement {
  id: string;
  kind: string;
  quantity: string;
  balanceAfter: string;
  item: { itemName: string; unit: { name: string } | null } | null;
}

interface DebtRow {
  id: string;
  kind: string;
  amount: string;
  balanceAfter: string;
}

interface Props {
  text: string;
  movements: readonly Movement[];
  debts?: readonly DebtRow[];
  /** The kind that goes without saying. */
  usual: string;
}

/** The very rows of the ledgers that a document wrote, each with the balance behind it. */
export function LedgerProof({ text, movements, debts, usual }: Props) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const balance = useBalance();
  const kindOf = useEntryKind();
  return (
    <Panel title={t('show.proof')} isFlush sx={{ '@media print': { display: 'none' } }}>
      <Typography variant="body2" color="textSecondary" sx={{ px: 4, pb: 2 }}>
        {text}
      </Typography>
      {debts && (
        <Ledger
          heads={[t('show.debtLedger'), t('show.amount'), t('show.debtAfter')]}
          rows={debts.map(({ id, kind, amount, balanceAfter }) => ({
            id,
            name: kindOf(kind),
            change: format.dong(amount),
            after: balance(balanceAfter),
          }))}
        />
      )}
      {movements.length > 0 && (
        <Ledger
          isLast
          heads={[t('show.stockLedger'), t('show.change'), t('show.stockAfter')]}
          rows={movements.map(({ id, kind, quantity, balanceAfter, item }) => ({
            id,
            change: format.quantity(quantity),
            after: format.quantity(balanceAfter),
            name: (
              <>
                {item?.itemName} <Aside>({item?.unit?.name})</Aside>
                {kind !== usual && <Aside> · {kindOf(kind)}</Aside>}
              </>
            ),
          }))}
        />
      )}
    </Panel>
  );
}

const Aside = ({ children }: { children: ReactNode }) => (
  <Box component="span" sx={{ color: 'text.secondary' }}>
    {children}
  </Box>
);

function Ledger({
  heads,
  rows,
  isLast = false,
}: {
  heads: readonly [string, string, string];
  rows: readonly { id: string; name: ReactNode; change: string; after: string }[];
  isLast?: boolean;
}) {
  const [name, change, after] = heads;
  return (
    <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label={name}>
      <Table
        aria-label={name}
        sx={{
          tableLayout: 'fixed',
          minWidth: 340,
          ...(isLast ? { '& tr:last-child td': { borderBottom: 0 } } : {}),
        }}
      >
        <TableHead>
          <TableRow>
            <TableCell sx={{ width: '50%' }}>{name}</TableCell>
            <TableCell align="right">{change}</TableCell>
            <TableCell align="right">{after}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.id}>
              <TableCell>{row.name}</TableCell>
              <TableCell align="right">{row.change}</TableCell>
              <TableCell align="right">{row.after}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
