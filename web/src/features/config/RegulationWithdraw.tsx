import { useApolloClient } from '@apollo/client/react';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '../../components/form/ActDialog.tsx';
import { useToast } from '../../components/toasts.ts';
import { WithdrawRegulationDocument } from '../../gql/graphql.ts';
import type { RegulationRowFragment } from '../../gql/graphql.ts';
import { useFormat } from '../../lib/use_format.ts';
import { useRegulationWords } from './regulation_words.ts';

interface Props {
  regulation: RegulationRowFragment;
  onChanged(): void;
  onClose(): void;
}

/** Takes back the next value, before its day: what holds today goes on. */
export function RegulationWithdraw({ regulation, onChanged, onClose }: Props) {
  const { t } = useTranslation('config');
  const client = useApolloClient();
  const toast = useToast();
  const format = useFormat();
  const words = useRegulationWords();
  const { inForce, nextVersion } = regulation;
  if (!nextVersion) return null;
  const figures = {
    rule: words.nameOf(regulation),
    value: words.valueOf(regulation, nextVersion.value),
    date: format.date(nextVersion.validFrom),
  };

  async function act(clientKey: string, reason: string) {
    await client.mutate({
      mutation: WithdrawRegulationDocument,
      variables: { input: { clientKey, regulationVersionId: nextVersion?.id ?? null, reason } },
    });
    toast({ text: t('withdraw.done', figures), detail: t('nextOf', figures) });
  }

  return (
    <ActDialog
      title={t('withdraw.title', figures)}
      verb={t('withdraw.verb')}
      hasReason
      act={act}
      onChanged={onChanged}
      onClose={onClose}
    >
      <Typography>{t('withdraw.text', figures)}</Typography>
      {inForce && (
        <Typography sx={{ mt: 2 }}>
          {t('withdraw.goesOn', { ...figures, value: words.valueOf(regulation, inForce.value) })}
        </Typography>
      )}
    </ActDialog>
  );
}
