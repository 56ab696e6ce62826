import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../components/form/FormDialog.tsx';
import { FormField } from '../../components/form/FormField.tsx';
import { useCommandForm } from '../../components/form/use_command_form.ts';
import { useToast } from '../../components/toasts.ts';
import { SetAgencyTermsDocument } from '../../gql/graphql.ts';
import type { ShownAgencyFragment } from '../../gql/graphql.ts';
import { useSession } from '../../lib/session.ts';
import { forgetLists } from '../../lib/stale.ts';

interface Props {
  agency: ShownAgencyFragment;
  onChanged(): Promise<unknown>;
}

const written = (days: number | null | undefined) => String(days ?? '');

/** The terms of payment of an agency's own, and the dialog that sets them. */
export function AgencyTerms({ agency, onChanged }: Props) {
  const { t } = useTranslation('agency');
  const { can } = useSession();
  const [isOpen, setOpen] = useState(false);
  const own = [
    agency.paymentTermDays != null && t('terms.ownTerm', { days: agency.paymentTermDays }),
    agency.blockOverdueDays != null && t('terms.ownBlock', { days: agency.blockOverdueDays }),
    agency.maxOpenSlips != null && t('terms.ownSlips', { slips: agency.maxOpenSlips }),
  ].filter((text) => text !== false);
  const mayChange = can('agency:approve') && !['rejected', 'terminated'].includes(agency.status);
  return (
    <Box sx={{ mt: 2 }}>
      {own.length > 0 && (
        <Typography variant="body2" color="textSecondary">
          {own.join(' · ')}
        </Typography>
      )}
      {mayChange && (
        <Button
          className="no-print"
          sx={{ mt: 2 }}
          size="small"
          variant="outlined"
          color="inherit"
          onClick={() => setOpen(true)}
        >
          {t('terms.set')}
        </Button>
      )}
      {isOpen && (
        <SetTerms
          agency={agency}
          onReload={onChanged}
          onDone={() => {
            setOpen(false);
            void onChanged();
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </Box>
  );
}

interface DialogProps {
  agency: ShownAgencyFragment;
  onReload(): Promise<unknown>;
  onDone(): void;
  onClose(): void;
}

function SetTerms({ agency, onReload, onDone, onClose }: DialogProps) {
  const { t } = useTranslation(['agency', 'common']);
  const client = useApolloClient();
  const toast = useToast();
  const { id: agencyId, version, name } = agency;
  const state = useCommandForm({
    saved: {
      paymentTermDays: written(agency.paymentTermDays),
      blockOverdueDays: written(agency.blockOverdueDays),
      maxOpenSlips: written(agency.maxOpenSlips),
      reason: '',
    },
    send: ({ paymentTermDays, blockOverdueDays, maxOpenSlips, reason }, { clientKey }) =>
      client.mutate({
        mutation: SetAgencyTermsDocument,
        variables: {
          input: {
            clientKey,
            agencyId,
            version,
            reason: reason.trim(),
            paymentTermDays: paymentTermDays || null,
            blockOverdueDays: blockOverdueDays || null,
            maxOpenSlips: maxOpenSlips || null,
          },
        },
        update: forgetLists,
      }),
    onSent() {
      toast({ text: t('terms.done', { name }) });
      onDone();
    },
  });
  const days = { of: state, kind: 'digits', longest: 4, isOptional: true } as const;
  return (
    <FormDialog
      of={state}
      title={t('terms.setTitle', { name })}
      verb={t('terms.submit')}
      onReload={onReload}
      onClose={onClose}
    >
      <FormField
        {...days}
        name="paymentTermDays"
        label={t('terms.term')}
        hint={t('terms.termHint')}
        takesFocus
      />
      <FormField
        {...days}
        name="blockOverdueDays"
        label={t('terms.block')}
        hint={t('terms.ruleHint')}
      />
      <FormField
        {...days}
        name="maxOpenSlips"
        label={t('terms.slips')}
        hint={t('terms.ruleHint')}
      />
      <FormField of={state} name="reason" label={t('common:act.reason')} kind="long" />
      <Typography variant="body2" color="textSecondary">
        {t('terms.later')}
      </Typography>
    </FormDialog>
  );
}
