import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../components/form/FormDialog.tsx';
import { FormLine } from '../../components/form/FormLine.tsx';
import { useToast } from '../../components/toasts.ts';
import { missing, useCommand } from '../../components/form/use_command.ts';
import { SetAgencyTermsDocument } from '../../gql/graphql.ts';
import type { ShownAgencyFragment } from '../../gql/graphql.ts';
import { digitsOf } from '../../lib/dong.ts';
import { useSession } from '../../lib/session.ts';
import { forgetLists } from '../../lib/stale.ts';

interface Props {
  agency: ShownAgencyFragment;
  onChanged(): Promise<unknown>;
}

const written = (days: number | null | undefined) =>
  days === null || days === undefined ? '' : String(days);

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
  const command = useCommand();
  const [values, setValues] = useState({
    paymentTermDays: written(agency.paymentTermDays),
    blockOverdueDays: written(agency.blockOverdueDays),
    maxOpenSlips: written(agency.maxOpenSlips),
    reason: '',
  });
  const set = (name: keyof typeof values) => (text: string) => {
    setValues({ ...values, [name]: name === 'reason' ? text : digitsOf(text) });
    command.unmark(name);
  };

  async function send(clientKey: string) {
    const { paymentTermDays, blockOverdueDays, maxOpenSlips, reason } = values;
    const input = {
      clientKey,
      agencyId: agency.id,
      version: agency.version,
      reason: reason.trim(),
      paymentTermDays: paymentTermDays || null,
      blockOverdueDays: blockOverdueDays || null,
      maxOpenSlips: maxOpenSlips || null,
    };
    await client.mutate({
      mutation: SetAgencyTermsDocument,
      variables: { input },
      update: forgetLists,
    });
    toast({ text: t('terms.done', { name: agency.name }) });
    onDone();
  }

  function submit() {
    const empty = missing({ reason: values.reason });
    if (empty) command.mark(empty);
    else void command.send(send);
  }

  const line = (
    name: 'paymentTermDays' | 'blockOverdueDays' | 'maxOpenSlips',
    label: string,
    hint: string,
    takesFocus = false,
  ) => (
    <FormLine
      label={label}
      hint={hint}
      value={values[name]}
      problem={command.fields[name]}
      kind="number"
      longest={4}
      isOptional
      takesFocus={takesFocus}
      onChange={set(name)}
    />
  );
  return (
    <FormDialog
      title={t('terms.setTitle', { name: agency.name })}
      verb={t('terms.submit')}
      command={command}
      onReload={onReload}
      onSubmit={submit}
      onClose={onClose}
    >
      {line('paymentTermDays', t('terms.term'), t('terms.termHint'), true)}
      {line('blockOverdueDays', t('terms.block'), t('terms.ruleHint'))}
      {line('maxOpenSlips', t('terms.slips'), t('terms.ruleHint'))}
      <FormLine
        label={t('common:act.reason')}
        value={values.reason}
        problem={command.fields['reason']}
        kind="long"
        onChange={set('reason')}
      />
      <Typography variant="body2" color="textSecondary">
        {t('terms.later')}
      </Typography>
    </FormDialog>
  );
}
