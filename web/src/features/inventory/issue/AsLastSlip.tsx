import { useApolloClient } from '@apollo/client/react';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from '../../../components/toasts.ts';
import { LastSlipDocument } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import type { AddedLine } from './pasted_lines.ts';
import type { IssueFormState } from './use_issue_form.ts';

/** Takes the goods of the last slip of the agency, at the prices of today, to be put right. */
export function AsLastSlip({ state }: { state: IssueFormState }) {
  const { t } = useTranslation('slipEntry');
  const client = useApolloClient();
  const toast = useToast();
  const [isBusy, setBusy] = useState(false);
  const agencyId = state.values.agency?.id;
  if (agencyId === undefined) return null;

  async function take(id: string) {
    setBusy(true);
    try {
      const { data } = await client.query({
        query: LastSlipDocument,
        variables: { agencyId: id },
        fetchPolicy: 'network-only',
      });
      const lines = nodesOf(nodesOf(data?.issues)[0]?.issueDetails).flatMap(
        ({ item, quantity, isFree }): AddedLine[] =>
          item?.isActive && !isFree ? [{ item, quantity }] : [],
      );
      if (lines.length > 0) state.addLines(lines);
      else toast({ text: t('noLast') });
    } catch {
      // nothing was changed: it is pressed again
      toast({ text: t('lastFailed') });
    } finally {
      setBusy(false);
    }
  }

  return (
    <Button
      size="small"
      color="inherit"
      tabIndex={-1}
      disabled={isBusy}
      onClick={() => void take(agencyId)}
    >
      {t('asLast')}
    </Button>
  );
}
