import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { newPaymentPath, paymentPath } from '../../../lib/paths.ts';
import type { Problem } from '../../../lib/problem.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { overdueOf } from './overdue.ts';
import { OverdueSlips } from './OverdueSlips.tsx';

interface ShortItem {
  item_id: string;
  item_name: string;
  available: string;
  requested: string;
}
interface LaterPayment {
  payment_id: string;
  code: string;
  amount: string;
  payment_date: string;
}

/**
 * What stands in the way: the goods that are short, the payments to cancel first, the debt to
 * collect.
 */
export function ActRefusalRows({ problem }: { problem: Problem }) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const { can } = useSession();
  const { code, details } = problem;
  if (code === 'OUT_OF_STOCK') {
    const items = (details['items'] ?? []) as ShortItem[];
    return (
      <Rows
        rows={items.map(({ item_id, item_name, available, requested }) => [
          item_id,
          t('acts.short', {
            item: item_name,
            available: format.quantity(available),
            requested: format.quantity(requested),
          }),
        ])}
      />
    );
  }
  if (code === 'HAS_PAYMENTS') {
    const payments = (details['payments'] ?? []) as LaterPayment[];
    return (
      <Rows
        rows={payments.map((payment) => [
          payment.payment_id,
          <>
            <Link component={RouterLink} to={paymentPath(payment.payment_id)}>
              {payment.code}
            </Link>{' '}
            · {format.date(payment.payment_date)} · {format.money(payment.amount)}
          </>,
        ])}
      />
    );
  }
  const overdue = code === 'OVERDUE' ? overdueOf(details) : null;
  const collects = (code === 'DEBT_LIMIT' || overdue !== null) && can('finance:write');
  return (
    <>
      {overdue && <OverdueSlips overdue={overdue} />}
      {collects && <Collect agencyId={String(details['agency_id'])} />}
    </>
  );
}

function Collect({ agencyId }: { agencyId: string }) {
  const { t } = useTranslation('inventory');
  return (
    <Button
      component={RouterLink}
      to={newPaymentPath(agencyId)}
      variant="outlined"
      color="inherit"
      size="small"
      sx={{ mt: 2.5, bgcolor: 'background.paper' }}
    >
      {t('acts.collect')}
    </Button>
  );
}

function Rows({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <Box component="ul" sx={{ m: 0, mt: 1, pl: 5 }}>
      {rows.map(([key, row]) => (
        <li key={key}>{row}</li>
      ))}
    </Box>
  );
}
