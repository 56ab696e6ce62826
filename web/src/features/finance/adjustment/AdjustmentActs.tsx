import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import { DocumentDate } from '../../../components/DocumentDate.tsx';
import { Facts } from '../../../components/Facts.tsx';
import type { Fact } from '../../../components/Facts.tsx';
import { useToast } from '../../../components/toasts.ts';
import { useDebtFacts } from '../../../components/use_debt_facts.tsx';
import {
  CancelAdjustmentDocument,
  ConfirmAdjustmentDocument,
  PayingAgencyDocument,
  RejectAdjustmentDocument,
} from '../../../gql/graphql.ts';
import type { ShownAdjustmentFragment } from '../../../gql/graphql.ts';
import { sumDong } from '../../../lib/dong.ts';
import { businessToday } from '../../../lib/format.ts';
import type { Problem } from '../../../lib/problem.ts';
import { refusedFields } from '../../../lib/refused_fields.ts';
import { useSession } from '../../../lib/session.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useAdjustmentReason } from './use_adjustment_reason.ts';
import { useDocumentName } from './use_corrected.ts';
import { useMayCancel } from '../use_may_cancel.ts';

type Act = 'confirm' | 'reject' | 'withdraw' | 'cancel';
interface Props {
  adjustment: ShownAdjustmentFragment;
  onChanged(): void;
}

/** What this person may make of it. Whether two pairs of eyes are asked for, the database says. */
export function AdjustmentActs({ adjustment, onChanged }: Props) {
  const { t } = useTranslation('adjustment');
  const { can, user } = useSession();
  const [open, setOpen] = useState<Act | null>(null);
  const mayCancel = useMayCancel(adjustment);
  const isAsked = adjustment.status === 'requested' && (can('finance:write') || can('slip:cancel'));
  const isOwn = adjustment.createdBy === user.id;
  const acts: Act[] = [
    ...(isAsked && isOwn ? ['withdraw' as const] : []),
    ...(isAsked && !isOwn ? ['reject' as const, 'confirm' as const] : []),
    ...(mayCancel ? ['cancel' as const] : []),
  ];
  const close = () => setOpen(null);
  const changed = () => {
    close();
    onChanged();
  };
  return (
    <>
      {acts.map((act) => (
        <Button
          key={act}
          variant={act === 'confirm' ? 'contained' : 'outlined'}
          color={act === 'confirm' ? 'primary' : act === 'withdraw' ? 'inherit' : 'error'}
          onClick={() => setOpen(act)}
        >
          {t(`acts.${act}.verb`)}
        </Button>
      ))}
      {open === 'confirm' && (
        <AdjustmentConfirming adjustment={adjustment} onChanged={changed} onClose={close} />
      )}
      {open && open !== 'confirm' && (
        <AdjustmentUndoing act={open} adjustment={adjustment} onChanged={changed} onClose={close} />
      )}
    </>
  );
}

function useWhat({
  agency,
  amount,
  direction,
  issue,
  openingDebt,
}: ShownAdjustmentFragment): readonly Fact[] {
  const { t } = useTranslation(['adjustment', 'finance']);
  const format = useFormat();
  const nameOf = useDocumentName();
  return [
    [t('finance:agency'), agency?.name],
    [
      t(direction === 'up' ? 'acts.rises' : 'acts.falls'),
      <strong key="amount">{format.money(amount)}</strong>,
    ],
    [t('corrects'), nameOf({ issue, openingDebt }) ?? t('noDocument')],
  ];
}

/**
 * Posts it: the debt before and after, and the day, which may be changed when its month is closed
 * by now.
 */
export function AdjustmentConfirming({
  adjustment,
  onChanged,
  onClose,
}: Props & { onClose(): void }) {
  const { t } = useTranslation('adjustment');
  const client = useApolloClient();
  const toast = useToast();
  const format = useFormat();
  const told = adjustment.adjustmentDate;
  const [day, setDay] = useState(told ?? businessToday());
  const { data } = useQuery(PayingAgencyDocument, {
    variables: { id: adjustment.agency?.id ?? '' },
    fetchPolicy: 'network-only',
  });
  const debt = data?.agency?.debtAmount;
  const signedAmount = adjustment.direction === 'up' ? adjustment.amount : `-${adjustment.amount}`;
  const facts = [
    ...useWhat(adjustment),
    ...useDebtFacts(debt, debt && sumDong([debt, signedAmount])),
  ];
  async function confirm(clientKey: string) {
    const adjustmentDate = day === (told ?? businessToday()) ? null : day;
    const variables = { input: { clientKey, adjustmentId: adjustment.id, adjustmentDate } };
    const { data: answer } = await client.mutate({
      mutation: ConfirmAdjustmentDocument,
      variables,
      update: forgetLists,
    });
    toast({ text: t('acts.confirm.done', { code: answer?.confirmAdjustment?.adjustment?.code }) });
  }
  return (
    <ActDialog
      title={t('acts.confirm.title', { amount: format.money(adjustment.amount) })}
      verb={t('acts.confirm.verb')}
      act={confirm}
      isRight={() => day !== ''}
      moreOf={(problem) => <FieldsOf problem={problem} />}
      onChanged={onChanged}
      onClose={onClose}
    >
      <Facts facts={facts} />
      <Box sx={{ mt: 4 }}>
        <DocumentDate
          label={t('date')}
          value={day}
          told={told ?? null}
          onChange={setDay}
          fullWidth
        />
      </Box>
      <Typography variant="body2" color="textSecondary" sx={{ mt: 3 }}>
        {t('acts.confirm.text')}
      </Typography>
    </ActDialog>
  );
}

/** Rejecting and withdrawing post nothing; cancelling takes back what was posted. */
export function AdjustmentUndoing({
  act,
  adjustment,
  onChanged,
  onClose,
}: Props & { act: Exclude<Act, 'confirm'>; onClose(): void }) {
  const { t } = useTranslation('adjustment');
  const client = useApolloClient();
  const toast = useToast();
  const format = useFormat();
  const names = { code: adjustment.code ?? '', amount: format.money(adjustment.amount) };
  const what = useWhat({
    ...adjustment,
    ...(act === 'cancel' ? { direction: adjustment.direction === 'up' ? 'down' : 'up' } : {}),
  });
  async function undo(clientKey: string, reason: string) {
    const variables = { input: { clientKey, adjustmentId: adjustment.id, reason } };
    if (act === 'cancel')
      await client.mutate({ mutation: CancelAdjustmentDocument, variables, update: forgetLists });
    else
      await client.mutate({ mutation: RejectAdjustmentDocument, variables, update: forgetLists });
    toast({ text: t(`acts.${act}.done`, names) });
  }
  return (
    <ActDialog
      title={t(`acts.${act}.title`, names)}
      verb={t(`acts.${act}.verb`)}
      hasReason
      isGrave={act !== 'withdraw'}
      act={undo}
      onChanged={onChanged}
      onClose={onClose}
    >
      {act === 'cancel' && <Facts facts={what} />}
      <Typography variant="body2" color="textSecondary" sx={{ mt: act === 'cancel' ? 3 : 0 }}>
        {t(`acts.${act}.text`)}
      </Typography>
    </ActDialog>
  );
}

/** What a VALIDATION_ERROR has against it, each in a sentence. */
function FieldsOf({ problem }: { problem: Problem }) {
  const reason = useAdjustmentReason();
  return refusedFields(problem).map((field) => (
    <Typography key={field.path}>{reason(field)}</Typography>
  ));
}
