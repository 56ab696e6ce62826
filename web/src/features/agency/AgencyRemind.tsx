import { useApolloClient } from '@apollo/client/react';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '../../components/form/ActDialog.tsx';
import { useToast } from '../../components/toasts.ts';
import { RemindAgencyDocument } from '../../gql/graphql.ts';
import type { ShownAgencyFragment } from '../../gql/graphql.ts';
import type { Problem } from '../../lib/problem.ts';
import { refusedFields } from '../../lib/refused_fields.ts';
import { useSession } from '../../lib/session.ts';
import { useFormat } from '../../lib/use_format.ts';

/** Reminds of what is overdue now, instead of with the mails of next week. */
export function AgencyRemind({
  agency,
  overdue,
}: {
  agency: ShownAgencyFragment;
  overdue: string;
}) {
  const { t } = useTranslation('agency');
  const { can } = useSession();
  const client = useApolloClient();
  const toast = useToast();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const { id: agencyId, name, email } = agency;
  if (!can('agency:write') || !can('finance:read')) return null;
  async function remind(clientKey: string) {
    await client.mutate({
      mutation: RemindAgencyDocument,
      variables: { input: { clientKey, agencyId } },
    });
    toast({ text: t('remind.done', { name }) });
  }
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('remind.verb')}
      </Button>
      {isOpen && (
        <ActDialog
          title={t('remind.title', { name })}
          verb={t('remind.submit')}
          act={remind}
          moreOf={(problem) => <Why problem={problem} />}
          onChanged={() => setOpen(false)}
          onClose={() => setOpen(false)}
        >
          <Typography>{t('remind.text', { overdue: format.money(overdue) })}</Typography>
          <Typography color="textSecondary" sx={{ mt: 2 }}>
            {email ? t('remind.mail', { email }) : t('remind.noMail')}
          </Typography>
        </ActDialog>
      )}
    </>
  );
}

const known = ['nothing_overdue', 'reminded_today'] as const;

/** Why it is not reminded, in a sentence. */
function Why({ problem }: { problem: Problem }) {
  const { t } = useTranslation('agency');
  const reason = refusedFields(problem)[0]?.reason;
  const told = known.find((one) => one === reason);
  return told ? <Typography>{t(`remind.${told}`)}</Typography> : null;
}
