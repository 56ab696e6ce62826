import { useApolloClient } from '@apollo/client/react';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import { Facts } from '../../../components/Facts.tsx';
import type { Answers } from '../../../components/questions/answers.ts';
import { useToast } from '../../../components/toasts.ts';
import { CancelIssueReturnDocument } from '../../../gql/graphql.ts';
import type { ShownReturnFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useSession, useWithMoney } from '../../../lib/session.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { MovedGoods } from '../MovedGoods.tsx';
import { RefusedGoods } from '../RefusedGoods.tsx';

/**
 * Undoes a mistyped return: says what leaves stock and by how much the debt rises before it does.
 */
export function ReturnCancel({
  made,
  onChanged,
}: {
  made: ShownReturnFragment;
  onChanged(): void;
}) {
  const { t } = useTranslation('goods');
  const { can } = useSession();
  const withMoney = useWithMoney();
  const client = useApolloClient();
  const toast = useToast();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  if (!can('slip:cancel') || made.status !== 'confirmed') return null;
  async function cancel(clientKey: string, reason: string, answers: Answers) {
    const variables = { input: { clientKey, issueReturnId: made.id, reason, ...answers } };
    await client.mutate({ mutation: CancelIssueReturnDocument, variables, update: forgetLists });
    toast({ text: t('back.cancelDone', { code: made.code }) });
  }
  return (
    <>
      <Button variant="outlined" color="error" onClick={() => setOpen(true)}>
        {t('back.cancelVerb')}
      </Button>
      {isOpen && (
        <ActDialog
          title={t('back.cancelTitle', { code: made.code })}
          verb={t('back.cancelVerb')}
          hasReason
          isGrave
          act={cancel}
          moreOf={(problem) => <RefusedGoods problem={problem} />}
          onChanged={() => {
            setOpen(false);
            onChanged();
          }}
          onClose={() => setOpen(false)}
        >
          <Typography sx={{ fontWeight: 600, mb: 1 }}>{t('receipt.goodsLeave')}</Typography>
          <MovedGoods
            lines={nodesOf(made.issueReturnDetailsByAgencyIdAndIssueIdAndIssueReturnId)}
            sign="−"
          />
          {withMoney && (
            <Facts facts={[[t('back.debtRises'), `+${format.money(made.totalAmount)}`]]} />
          )}
          <Typography variant="body2" color="textSecondary" sx={{ mt: 3 }}>
            {t('back.cancelText')}
          </Typography>
        </ActDialog>
      )}
    </>
  );
}
