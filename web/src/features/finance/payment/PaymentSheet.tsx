import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { documentKeys } from '../../../components/form/form_keys.ts';
import { LeaveGuard } from '../../../components/form/LeaveGuard.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { Kbd } from '../../../components/Kbd.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { QuestionsOf } from '../../../components/questions/QuestionsOf.tsx';
import { Way } from '../../../components/Refusal.tsx';
import { useToast } from '../../../components/toasts.ts';
import { useDebtFacts } from '../../../components/use_debt_facts.tsx';
import { useDebtInWords } from '../../../components/use_debt_in_words.ts';
import { CreatePaymentDocument, PayingAgencyDocument } from '../../../gql/graphql.ts';
import type { CreatePaymentMutation, PayingAgencyFragment } from '../../../gql/graphql.ts';
import { creditOf, sumDong } from '../../../lib/dong.ts';
import { paymentPath } from '../../../lib/paths.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { MoneyConfirm } from '../MoneyConfirm.tsx';
import { MoneyFields } from '../MoneyFields.tsx';
import { useFinalNote } from '../use_final_note.ts';
import { useMoneyForm } from '../use_money_form.ts';
import type { MoneyDocument, MoneyFormState } from '../use_money_form.ts';
import { Settles } from './Settles.tsx';

type Recorded = NonNullable<NonNullable<CreatePaymentMutation['createPayment']>['payment']>;

const payment: MoneyDocument<Recorded> = {
  async record(client, input, paymentDate, answers) {
    const variables = { input: { ...input, paymentDate, ...answers } };
    const { data } = await client.mutate({
      mutation: CreatePaymentDocument,
      variables,
      update: forgetLists,
    });
    return data?.createPayment?.payment;
  },
  amountOf: () => null,
};

/** A preview; the database computes what counts. */
const debtAfter = (debt: string | undefined, amount: string) =>
  debt === undefined || amount === '' ? undefined : sumDong([debt, `-${amount}`]);

/** Who pays, how much, how; the debt beside it. */
export function PaymentSheet({ agency }: { agency: PayingAgencyFragment | null }) {
  const { t } = useTranslation('finance');
  const format = useFormat();
  const state = useMoneyForm(agency, payment, useAnnounce());
  const { form, submit } = state;
  const picked = form.watch('agency');
  const { data, refetch } = useQuery(PayingAgencyDocument, {
    skip: !picked,
    variables: { id: picked?.id ?? '' },
  });
  const debt =
    (data?.agency?.id === picked?.id ? data?.agency?.debtAmount : undefined) ?? picked?.debtAmount;
  const amount = form.watch('amount');
  const note = useFinalNote();
  // What is asked with is the debt of this moment; a failure leaves the one that is known.
  useEffect(() => {
    if (state.isAsking) refetch().catch(() => undefined);
  }, [state.isAsking, refetch]);
  return (
    <Box onKeyDownCapture={documentKeys({ ask: submit, toDate: state.toDate })}>
      <PaymentRefusal state={state} />
      <Box sx={columns}>
        <MoneyFields state={state} words={{ day: t('date'), whole: t('form.all') }} whole={debt} />
        <DebtNow agencyId={picked?.id} debt={debt} amount={amount} note={note} onSubmit={submit} />
      </Box>
      {state.isAsking && (
        <MoneyConfirm
          state={state}
          debt={debt}
          after={debtAfter(debt, amount)}
          verb={t('make')}
          dayLabel={t('date')}
          note={note}
          title={t('confirm.title', { amount: format.money(amount) })}
        >
          {picked && <Settles agencyId={picked.id} amount={amount} />}
        </MoneyConfirm>
      )}
      <QuestionsOf of={state} verb={t('make')} />
      <LeaveGuard hasWork={state.hasWork} />
    </Box>
  );
}

const columns = {
  display: 'grid',
  gap: 4,
  alignItems: 'start',
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 300px' },
};

interface DebtNowProps {
  agencyId: string | undefined;
  debt: string | undefined;
  amount: string;
  note: string;
  onSubmit(): void;
}

function DebtNow({ agencyId, debt, amount, note, onSubmit }: DebtNowProps) {
  const { t } = useTranslation('finance');
  const debtInWords = useDebtInWords();
  const facts = useDebtFacts(debt, debtAfter(debt, amount));
  return (
    <Panel title={t('form.debtNow')}>
      {debt === undefined ? (
        <Typography color="textSecondary">{t('form.choose')}</Typography>
      ) : (
        <Typography data-testid="debt" sx={{ fontSize: 22, fontWeight: 650, lineHeight: 1.3 }}>
          {debtInWords(debt)}
        </Typography>
      )}
      {facts.length > 0 && (
        <Box sx={{ mt: 3 }}>
          <Facts facts={facts.slice(1)} />
        </Box>
      )}
      {agencyId && (
        <Box sx={{ mt: 3 }}>
          <Settles agencyId={agencyId} amount={amount} />
        </Box>
      )}
      <Typography variant="body2" color="textSecondary" sx={{ mt: 3 }}>
        {note}
      </Typography>
      <Button
        variant="contained"
        fullWidth
        onClick={onSubmit}
        aria-keyshortcuts="Control+Enter"
        sx={{ mt: 4 }}
      >
        {t('make')}
        <Kbd>Ctrl Enter</Kbd>
      </Button>
    </Panel>
  );
}

function PaymentRefusal({ state }: { state: MoneyFormState }) {
  const { t } = useTranslation('finance');
  const format = useFormat();
  const { code, details } = state.refusal?.problem ?? {};
  const payable = String(details?.['payable'] ?? '0');
  return (
    <CommandRefusal of={state} pathOf={paymentPath}>
      {code === 'AMOUNT_EXCEEDS_DEBT' && payable !== '0' && (
        <Way onClick={() => state.takeAmount(payable)}>
          {t('form.takeMost', { payable: format.money(payable) })}
        </Way>
      )}
    </CommandRefusal>
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
    return credit === undefined
      ? t('done.debt', { agency: name, debt: format.money(debtAmount) })
      : t('done.credit', { agency: name, credit: format.money(credit) });
  };
  return ({
    id,
    code,
    agency,
  }: {
    id: string;
    code: string;
    agency: { name: string; debtAmount: string } | null;
  }) => {
    toast({
      text: t('done.title', { code }),
      ...(agency ? { detail: sayDebt(agency) } : {}),
    });
    void navigate(paymentPath(id));
  };
}
