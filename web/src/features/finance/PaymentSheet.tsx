import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Panel } from '../../components/Panel.tsx';
import { Refusal, Way } from '../../components/Refusal.tsx';
import { useToast } from '../../components/toasts.ts';
import { PayingAgencyDocument } from '../../gql/graphql.ts';
import type { PayingAgencyFragment } from '../../gql/graphql.ts';
import { creditOf } from '../../lib/dong.ts';
import { paymentPath } from '../../lib/paths.ts';
import { NO_CONNECTION } from '../../lib/problem.ts';
import { useFormat } from '../../lib/use_format.ts';
import { PaymentFields } from './PaymentFields.tsx';
import { usePaymentForm } from './use_payment_form.ts';
import type { PaymentFormState } from './use_payment_form.ts';

/** Who pays, how much, how; the debt beside it. */
export function PaymentSheet({ agency }: { agency: PayingAgencyFragment | null }) {
  const state = usePaymentForm(agency, useAnnounce());
  const { form, refusal } = state;
  const picked = form.watch('agency');
  const { data } = useQuery(PayingAgencyDocument, { skip: !picked, variables: { id: picked?.id ?? '' } });
  const debt = (data?.agency?.id === picked?.id ? data?.agency?.debtAmount : undefined) ?? picked?.debtAmount;
  return (
    <form noValidate onSubmit={state.submit}>
      {refusal && <PaymentRefusal key={refusal.at} state={state} />}
      <Box sx={columns}>
        <PaymentFields state={state} debt={debt} />
        <DebtNow debt={debt} isBusy={form.formState.isSubmitting} />
      </Box>
    </form>
  );
}

const columns = {
  display: 'grid', gap: 4, alignItems: 'start', gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 300px' },
};

function DebtNow({ debt, isBusy }: { debt: string | undefined; isBusy: boolean }) {
  const { t } = useTranslation('finance');
  const format = useFormat();
  return (
    <Panel title={t('form.debtNow')}>
      {debt === undefined
        ? <Typography color="textSecondary">{t('form.choose')}</Typography>
        : <Typography data-testid="debt" sx={{ fontSize: 22, fontWeight: 650, lineHeight: 1.3 }}>{format.money(debt)}</Typography>}
      <Typography variant="body2" color="textSecondary" sx={{ mt: 3 }}>{t('form.final')}</Typography>
      <Button type="submit" variant="contained" fullWidth disabled={isBusy} sx={{ mt: 4 }}>{t(isBusy ? 'form.busy' : 'make')}</Button>
    </Panel>
  );
}

function PaymentRefusal({ state }: { state: PaymentFormState }) {
  const { t } = useTranslation(['finance', 'common']);
  const format = useFormat();
  const problem = state.refusal?.problem;
  if (!problem) return null;
  const { code, details } = problem;
  const payable = String(details['payable'] ?? '0');
  const first = (details['result'] as { id?: string } | null | undefined)?.id;
  return (
    <Refusal problem={problem}>
      {code === 'AMOUNT_EXCEEDS_DEBT' && payable !== '0' && <Way onClick={() => state.takeAmount(payable)}>{t('form.takeMost', { payable: format.money(payable) })}</Way>}
      {code === 'DUPLICATE_REQUEST' && first && <Button component={Link} to={paymentPath(first)} variant="outlined" color="inherit" size="small">{t('form.openFirst')}</Button>}
      {code === 'DUPLICATE_REQUEST' && <Way onClick={state.takeNewKey}>{t('form.newKey')}</Way>}
      {[NO_CONNECTION, 'BUSY', 'INTERNAL'].includes(code) && <Way onClick={() => state.submit()}>{t('common:action.retry')}</Way>}
    </Refusal>
  );
}

/** Goes to the recorded payment and says what is still owed. */
function useAnnounce() {
  const { t } = useTranslation('finance');
  const format = useFormat();
  const toast = useToast();
  const navigate = useNavigate();
  const sayDebt = ({ name, debtAmount }: { name: string; debtAmount: string }) => {
    const credit = creditOf(debtAmount);
    return credit === undefined ? t('done.debt', { agency: name, debt: format.money(debtAmount) })
      : t('done.credit', { agency: name, credit: format.money(credit) });
  };
  return ({ id, code, agency }: { id: string; code: string; agency: { name: string; debtAmount: string } | null }) => {
    toast({
      text: t('done.title', { code }),
      ...(agency ? { detail: sayDebt(agency) } : {}),
    });
    void navigate(paymentPath(id));
  };
}
