import { useApolloClient } from '@apollo/client/react';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { useToast } from '../../../components/toasts.ts';
import { HandOverCashDocument } from '../../../gql/graphql.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useAmountInWords } from '../AmountInWords.tsx';

interface Props {
  /** Who hands it over. */
  name: string;
  amount: string;
  paymentIds: string[];
  onChanged(): void;
  onClose(): void;
}

/** The question before money is marked as received: how much, in words too, of whom. */
export function CashHandOver({ name, amount, paymentIds, ...close }: Props) {
  const { t } = useTranslation('finance');
  const client = useApolloClient();
  const toast = useToast();
  const format = useFormat();
  const words = useAmountInWords(amount);
  const told = { name, amount: format.money(amount) };
  async function mark(clientKey: string) {
    await client.mutate({
      mutation: HandOverCashDocument,
      variables: { input: { clientKey, paymentIds } },
      update: forgetLists,
    });
    toast({ text: t('cash.done', told) });
  }
  return (
    <ActDialog title={t('cash.title', told)} verb={t('cash.verb')} act={mark} {...close}>
      <Typography lang="vi" sx={{ fontWeight: 600, mb: 3, minHeight: 24 }}>
        {words}
      </Typography>
      <Facts
        facts={[
          [t('cash.who'), <strong key="who">{name}</strong>],
          [t('cash.payments'), format.quantity(String(paymentIds.length))],
        ]}
      />
      <Typography variant="body2" color="textSecondary" sx={{ mt: 3 }}>
        {t('cash.final')}
      </Typography>
    </ActDialog>
  );
}
