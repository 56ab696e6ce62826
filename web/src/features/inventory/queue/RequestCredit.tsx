import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CreditBar } from '../../../components/CreditBar.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { useDebtInWords } from '../../../components/use_debt_in_words.ts';
import { sumDong } from '../../../lib/dong.ts';
import { newPaymentPath } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { OverdueSlips } from '../issue/OverdueSlips.tsx';
import { barOf } from './request_checks.ts';
import type { QueuedRequest, Typed } from './request_checks.ts';

/** The debt before and after, against the limit; what stands in the way, and the way out. */
export function RequestCredit({
  request,
  typed,
  total,
}: {
  request: QueuedRequest;
  typed: Typed;
  total: string;
}) {
  const { t } = useTranslation('requestQueue');
  const { can } = useSession();
  const format = useFormat();
  const inWords = useDebtInWords();
  const { room, agency } = request;
  if (!room) return null;
  const { overdue, shortBy } = barOf(request, typed);
  const debt = room.currentDebt ?? '0';
  // what is cut changes what the debt becomes
  const wouldBe = sumDong([debt, total]);
  return (
    <Box sx={{ mb: 3 }}>
      <CreditBar
        debt={debt}
        debtLimit={room.limit ?? '0'}
        wouldBe={wouldBe}
        isOver={shortBy !== null}
      />
      <Box sx={{ mt: 2 }}>
        <Facts
          facts={[
            [t('debtBefore'), inWords(debt)],
            [t('debtAfter'), <strong key="after">{inWords(wouldBe)}</strong>],
            [t('limit'), format.money(room.limit)],
          ]}
        />
      </Box>
      {shortBy && (
        <Typography color="error" sx={{ mt: 2, fontWeight: 600 }}>
          {t('check.over', { amount: format.money(shortBy) })}
        </Typography>
      )}
      {overdue && (
        <Box sx={{ mt: 2, color: 'error.main' }}>
          <OverdueSlips overdue={overdue} />
        </Box>
      )}
      {(shortBy ?? overdue) && agency && can('finance:write') && (
        <Button
          component={Link}
          to={newPaymentPath(agency.id)}
          variant="outlined"
          color="inherit"
          sx={{ mt: 2 }}
        >
          {t('collect')}
        </Button>
      )}
    </Box>
  );
}
