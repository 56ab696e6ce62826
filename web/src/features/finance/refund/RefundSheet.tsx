import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Facts } from '../../../components/Facts.tsx';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { documentKeys } from '../../../components/form/form_keys.ts';
import { LeaveGuard } from '../../../components/form/LeaveGuard.tsx';
import { Kbd } from '../../../components/Kbd.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { Way } from '../../../components/Refusal.tsx';
import { useToast } from '../../../components/toasts.ts';
import { useDebtFacts } from '../../../components/use_debt_facts.tsx';
import { CreateRefundDocument, PayingAgencyDocument } from '../../../gql/graphql.ts';
import type { CreateRefundMutation, PayingAgencyFragment } from '../../../gql/graphql.ts';
import { creditOf, sumDong } from '../../../lib/dong.ts';
import { refundPath } from '../../../lib/paths.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { MoneyConfirm } from '../MoneyConfirm.tsx';
import { MoneyFields } from '../MoneyFields.tsx';
import { useFinalNote } from '../use_final_note.ts';
import { useMoneyForm } from '../use_money_form.ts';
import type { MoneyDocument, MoneyFormState } from '../use_money_form.ts';

type Recorded = NonNullable<NonNullable<CreateRefundMutation['createRefund']>['refund']>;

const refund: MoneyDocument<Recorded> = {
  async record(client, input, refundDate) {
    const variables = { input: { ...input, refundDate } };
    const { data } = await client.mutate({
      mutation: CreateRefundDocument,
      variables,
      update: forgetLists,
    });
    return data?.createRefund?.refund;
  },
  // nearly always the whole credit is given back
  amountOf: ({ debtAmount }) => creditOf(debtAmount) ?? '',
};

/** A preview; the database computes what counts. */
const debtAfter = (debt: string | undefined, amount: string) =>
  debt === undefined || amount === '' ? undefined : sumDong([debt, amount]);

/** Who gets how much back, and how; the credit beside it. */
export function RefundSheet({ agency }: { agency: PayingAgencyFragment | null }) {
  const { t } = useTranslation('refund');
  const format = useFormat();
  const state = useMoneyForm(agency, refund, useAnnounce());
  const { form, submit } = state;
  const picked = form.watch('agency');
  const { data, refetch } = useQuery(PayingAgencyDocument, {
    skip: !picked,
    variables: { id: picked?.id ?? '' },
  });
  const debt =
    (data?.agency?.id === picked?.id ? data?.agency?.debtAmount : undefined) ?? picked?.debtAmount;
  const amount = form.watch('amount');
  const note = `${t('form.lowers')} ${useFinalNote()}`;
  // What is asked with is the credit of this moment; a failure leaves the one that is known.
  useEffect(() => {
    if (state.isAsking) refetch().catch(() => undefined);
  }, [state.isAsking, refetch]);
  return (
    <Box onKeyDownCapture={documentKeys({ ask: submit, toDate: state.toDate })}>
      <RefundRefusal state={state} />
      <Box sx={columns}>
        <MoneyFields
          state={state}
          words={{ day: t('date'), whole: t('form.whole') }}
          whole={debt === undefined ? undefined : creditOf(debt)}
        />
        <CreditNow debt={debt} amount={amount} note={note} onSubmit={submit} />
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
        />
      )}
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

function CreditNow({
  debt,
  amount,
  note,
  onSubmit,
}: {
  debt: string | undefined;
  amount: string;
  note: string;
  onSubmit(): void;
}) {
  const { t } = useTranslation('refund');
  const format = useFormat();
  const credit = debt === undefined ? undefined : creditOf(debt);
  const facts = useDebtFacts(debt, debtAfter(debt, amount));
  return (
    <Panel title={t('form.creditNow')}>
      {debt === undefined && <Typography color="textSecondary">{t('form.choose')}</Typography>}
      {debt !== undefined && credit === undefined && (
        <Typography data-testid="credit" sx={{ fontWeight: 600 }}>
          {t('form.hasNone')}
        </Typography>
      )}
      {credit !== undefined && (
        <Typography data-testid="credit" sx={{ fontSize: 18, fontWeight: 650, lineHeight: 1.3 }}>
          {t('form.has', { credit: format.money(credit) })}
        </Typography>
      )}
      {facts.length > 0 && (
        <Box sx={{ mt: 3 }}>
          <Facts facts={credit === undefined ? facts : facts.slice(1)} />
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

function RefundRefusal({ state }: { state: MoneyFormState }) {
  const { t } = useTranslation('refund');
  const format = useFormat();
  const { code, details } = state.refusal?.problem ?? {};
  const credit = String(details?.['credit'] ?? '0');
  return (
    <CommandRefusal of={state} pathOf={refundPath}>
      {code === 'REFUND_EXCEEDS_CREDIT' && credit !== '0' && (
        <Way onClick={() => state.takeAmount(credit)}>
          {t('form.takeMost', { credit: format.money(credit) })}
        </Way>
      )}
    </CommandRefusal>
  );
}

/** Goes to the recorded refund and says what credit is left. */
function useAnnounce() {
  const { t } = useTranslation('refund');
  const format = useFormat();
  const toast = useToast();
  const navigate = useNavigate();
  return ({ id, code, agency }: Recorded) => {
    const credit = agency ? creditOf(agency.debtAmount) : undefined;
    toast({
      text: t('done.title', { code }),
      ...(agency
        ? {
            detail:
              credit === undefined
                ? t('done.none', { agency: agency.name })
                : t('done.credit', { agency: agency.name, credit: format.money(credit) }),
          }
        : {}),
    });
    void navigate(refundPath(id));
  };
}
