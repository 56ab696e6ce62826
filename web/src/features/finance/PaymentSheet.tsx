import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { documentKeys } from '../../components/form_keys.ts';
import { Facts } from '../../components/Facts.tsx';
import { Kbd } from '../../components/Kbd.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Refusal, Way } from '../../components/Refusal.tsx';
import { useToast } from '../../components/toasts.ts';
import { useDebtFacts } from '../../components/use_debt_facts.tsx';
import { PayingAgencyDocument } from '../../gql/graphql.ts';
import type { PayingAgencyFragment } from '../../gql/graphql.ts';
import { creditOf } from '../../lib/dong.ts';
import { paymentPath } from '../../lib/paths.ts';
import { NO_CONNECTION } from '../../lib/problem.ts';
import { useFormat } from '../../lib/use_format.ts';
import { PaymentConfirm, debtAfter } from './PaymentConfirm.tsx';
import { PaymentFields } from './PaymentFields.tsx';
import { usePaymentForm } from './use_payment_form.ts';
import type { PaymentFormState } from './use_payment_form.ts';

/** Who pays, how much, how; the debt beside it. */
export function PaymentSheet({ agency }: { agency: PayingAgencyFragment | null }) {
  const state = usePaymentForm(agency, useAnnounce());
  const { form, refusal, ask } = state;
  const picked = form.watch('agency');
  const { data, refetch } = useQuery(PayingAgencyDocument, { skip: !picked, variables: { id: picked?.id ?? '' } });
  const debt = (data?.agency?.id === picked?.id ? data?.agency?.debtAmount : undefined) ?? picked?.debtAmount;
  const amount = form.watch('amount');
  // What is asked with is the debt of this moment; a failure leaves the one that is known.
  useEffect(() => { if (state.isAsking) refetch().catch(() => undefined); }, [state.isAsking, refetch]);
  return (
    <Box onKeyDownCapture={documentKeys({ ask, toDate: state.toDate })}>
      {refusal && <PaymentRefusal key={refusal.at} state={state} />}
      <Box sx={columns}>
        <PaymentFields state={state} debt={debt} />
        <DebtNow debt={debt} amount={amount} onSubmit={ask} />
      </Box>
      {state.isAsking && <PaymentConfirm state={state} debt={debt} />}
    </Box>
  );
}

const columns = {
  display: 'grid', gap: 4, alignItems: 'start', gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 300px' },
};

function DebtNow({ debt, amount, onSubmit }: { debt: string | undefined; amount: string; onSubmit(): void }) {
  const { t } = useTranslation('finance');
  const format = useFormat();
  const facts = useDebtFacts(debt, debt && debtAfter(debt, amount));
  return (
    <Panel title={t('form.debtNow')}>
      {debt === undefined
        ? <Typography color="textSecondary">{t('form.choose')}</Typography>
        : <Typography data-testid="debt" sx={{ fontSize: 22, fontWeight: 650, lineHeight: 1.3 }}>{format.money(debt)}</Typography>}
      {facts.length > 0 && <Box sx={{ mt: 3 }}><Facts facts={facts.slice(1)} /></Box>}
      <Typography variant="body2" color="textSecondary" sx={{ mt: 3 }}>{t('form.final')}</Typography>
      <Button variant="contained" fullWidth onClick={onSubmit} aria-keyshortcuts="Control+Enter" sx={{ mt: 4 }}>{t('make')}<Kbd>Ctrl Enter</Kbd></Button>
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
      {[NO_CONNECTION, 'BUSY', 'INTERNAL'].includes(code) && <Way onClick={state.ask}>{t('common:action.retry')}</Way>}
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
