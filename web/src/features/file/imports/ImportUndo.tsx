import { useApolloClient } from '@apollo/client/react';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import { useToast } from '../../../components/toasts.ts';
import { UndoOpeningDebtsDocument } from '../../../gql/graphql.ts';
import type { ImportStateFragment } from '../../../gql/graphql.ts';
import { agencyPath } from '../../../lib/paths.ts';
import type { Problem } from '../../../lib/problem.ts';
import { useSession } from '../../../lib/session.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { useFormat } from '../../../lib/use_format.ts';

/** Takes a file of opening debt out of the books again: says how much before it does. */
export function ImportUndo({ file, onChanged }: { file: ImportStateFragment; onChanged(): void }) {
  const { t } = useTranslation('imports');
  const { can } = useSession();
  const format = useFormat();
  const client = useApolloClient();
  const toast = useToast();
  const [isOpen, setOpen] = useState(false);
  if (file.what !== 'opening_debt' || file.status !== 'applied' || !can('finance:write'))
    return null;
  const { agencies, amount } = (file.summary ?? {}) as Record<string, string>;
  async function undo(clientKey: string, reason: string) {
    const variables = { input: { clientKey, importId: file.id, reason } };
    await client.mutate({ mutation: UndoOpeningDebtsDocument, variables, update: forgetLists });
    toast({ text: t('undo.done') });
  }
  return (
    <>
      <Button variant="outlined" color="error" onClick={() => setOpen(true)}>
        {t('undo.verb')}
      </Button>
      {isOpen && (
        <ActDialog
          title={t('undo.title')}
          verb={t('undo.verb')}
          hasReason
          isGrave
          act={undo}
          moreOf={(problem) => <InTheWay problem={problem} />}
          onChanged={() => {
            setOpen(false);
            onChanged();
          }}
          onClose={() => setOpen(false)}
        >
          <Typography sx={{ mb: 2 }}>
            {t('undo.falls', {
              rows: format.quantity(file.rowCount),
              agencies: format.quantity(agencies),
              amount: format.money(amount),
            })}
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {t('undo.text')}
          </Typography>
        </ActDialog>
      )}
    </>
  );
}

interface Agency {
  agency_id: string;
  code: string;
  name: string;
}

/** Agencies that something happened with since. */
function InTheWay({ problem }: { problem: Problem }) {
  const agencies =
    problem.code === 'OPENING_HAS_HISTORY'
      ? (problem.details['agencies'] as Agency[] | undefined)
      : undefined;
  return agencies?.map(({ agency_id: id, code, name }) => (
    <div key={id}>
      <Link component={RouterLink} to={agencyPath(id)}>
        {code} · {name}
      </Link>
    </div>
  ));
}
