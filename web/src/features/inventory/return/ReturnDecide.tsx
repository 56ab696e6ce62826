import { useApolloClient } from '@apollo/client/react';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import { DocumentDate } from '../../../components/DocumentDate.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { Way } from '../../../components/Refusal.tsx';
import type { Answers } from '../../../components/questions/answers.ts';
import { useToast } from '../../../components/toasts.ts';
import { ConfirmIssueReturnDocument, RejectIssueReturnDocument } from '../../../gql/graphql.ts';
import type { WaitingReturnFragment } from '../../../gql/graphql.ts';
import { businessToday } from '../../../lib/format.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { problemOf } from '../../../lib/problem.ts';
import { refusedFields } from '../../../lib/refused_fields.ts';
import type { FieldProblem } from '../../../lib/refused_fields.ts';
import { useSession, useWithMoney } from '../../../lib/session.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { MovedGoods } from '../MovedGoods.tsx';
import { ExceedingReturn, UndoesSlip } from './ReturnRefusal.tsx';
import { useGoodsReason } from '../use_goods_reason.ts';

interface Props {
  made: WaitingReturnFragment;
  onChanged(): void;
}

type Act = 'confirm' | 'reject' | 'withdraw';

/**
 * What this person may make of a return that waits: who asked withdraws it, who may confirm
 * decides.
 */
export function ReturnDecide({ made, onChanged }: Props) {
  const { t } = useTranslation('goods');
  const { user, can } = useSession();
  const [act, setAct] = useState<Act | null>(null);
  if (made.status !== 'requested') return null;
  const isOwn = made.createdBy === user.id;
  const mayConfirm = can('return:confirm');
  const done = () => {
    setAct(null);
    onChanged();
  };
  return (
    <>
      {isOwn && (
        <Button variant="outlined" color="inherit" onClick={() => setAct('withdraw')}>
          {t('back.withdrawVerb')}
        </Button>
      )}
      {!isOwn && mayConfirm && (
        <Button variant="outlined" color="error" onClick={() => setAct('reject')}>
          {t('back.rejectVerb')}
        </Button>
      )}
      {mayConfirm && (
        <Button variant="contained" onClick={() => setAct('confirm')}>
          {t('back.confirmVerb')}
        </Button>
      )}
      {act === 'confirm' && (
        <ReturnConfirming made={made} onChanged={done} onClose={() => setAct(null)} />
      )}
      {(act === 'reject' || act === 'withdraw') && (
        <ReturnRejecting act={act} made={made} onChanged={done} onClose={() => setAct(null)} />
      )}
    </>
  );
}

/** Turns a return down, or takes back one's own. */
export function ReturnRejecting({
  act,
  made,
  onChanged,
  onClose,
}: Props & { act: 'reject' | 'withdraw'; onClose(): void }) {
  const { t } = useTranslation('goods');
  const client = useApolloClient();
  const toast = useToast();
  async function reject(clientKey: string, reason: string) {
    const variables = { input: { clientKey, issueReturnId: made.id, reason } };
    await client.mutate({ mutation: RejectIssueReturnDocument, variables, update: forgetLists });
    toast({ text: t(act === 'reject' ? 'back.rejected' : 'back.withdrawn') });
  }
  const code = made.issue?.code;
  return (
    <ActDialog
      title={t(act === 'reject' ? 'back.rejectTitle' : 'back.withdrawTitle', { code })}
      verb={t(act === 'reject' ? 'back.rejectVerb' : 'back.withdrawVerb')}
      hasReason
      isGrave={act === 'reject'}
      act={reject}
      onChanged={onChanged}
      onClose={onClose}
    />
  );
}

/** The goods are here: what comes into stock, what the debt falls by, and on which day. */
export function ReturnConfirming({ made, onChanged, onClose }: Props & { onClose(): void }) {
  const { t } = useTranslation('goods');
  const client = useApolloClient();
  const toast = useToast();
  const format = useFormat();
  const withMoney = useWithMoney();
  const [returnDate, setReturnDate] = useState('');
  const [isDateReadable, setDateReadable] = useState(true);
  const [dateProblem, setDateProblem] = useState<FieldProblem>();
  const reason = useGoodsReason();

  async function confirm(clientKey: string, _reason: string, answers: Answers) {
    const variables = {
      input: { clientKey, issueReturnId: made.id, returnDate: returnDate || null, ...answers },
    };
    try {
      const { data } = await client.mutate({
        mutation: ConfirmIssueReturnDocument,
        variables,
        update: forgetLists,
      });
      toast({ text: t('back.confirmed', { code: data?.confirmIssueReturn?.issueReturn?.code }) });
    } catch (refused) {
      const fields = refusedFields(problemOf(refused));
      setDateProblem(fields.find(({ path }) => path === 'returnDate'));
      throw refused;
    }
  }

  return (
    <ActDialog
      title={t('back.confirmTitle', { code: made.issue?.code })}
      verb={t('back.confirmVerb')}
      isRight={() => isDateReadable}
      act={confirm}
      onChanged={onChanged}
      onClose={onClose}
      moreOf={(problem) => (
        <>
          <ExceedingReturn problem={problem} />
          <UndoesSlip problem={problem} />
          {problem.code === 'PERIOD_CLOSED' && returnDate !== businessToday() && (
            <Way onClick={() => setReturnDate(businessToday())}>{t('back.today')}</Way>
          )}
        </>
      )}
    >
      <Typography sx={{ fontWeight: 600, mb: 1 }}>{t('back.goodsCome')}</Typography>
      <MovedGoods
        lines={nodesOf(made.issueReturnDetailsByAgencyIdAndIssueIdAndIssueReturnId)}
        sign="+"
      />
      {withMoney && <Facts facts={[[t('back.debtFalls'), `−${format.money(made.totalAmount)}`]]} />}
      <DocumentDate
        label={t('back.date')}
        told={made.returnDate}
        fullWidth
        value={returnDate}
        sx={{ mt: 4 }}
        onChange={(day, isReadable) => {
          setReturnDate(day);
          setDateReadable(isReadable);
          setDateProblem(undefined);
        }}
        error={reason(dateProblem)}
        hint={
          made.returnDate
            ? t('back.dateTold', { day: format.date(made.returnDate) })
            : t('back.dateOnConfirm')
        }
      />
      <Typography variant="body2" color="textSecondary" sx={{ mt: 3 }}>
        {t('back.confirmText')}
      </Typography>
    </ActDialog>
  );
}
