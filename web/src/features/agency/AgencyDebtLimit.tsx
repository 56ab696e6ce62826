import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../components/Facts.tsx';
import { FormDialog } from '../../components/form/FormDialog.tsx';
import { FormLine } from '../../components/form/FormLine.tsx';
import { useToast } from '../../components/toasts.ts';
import { missing, useCommand } from '../../components/form/use_command.ts';
import { ClearAgencyDebtLimitDocument, SetAgencyDebtLimitDocument } from '../../gql/graphql.ts';
import type { ShownAgencyFragment } from '../../gql/graphql.ts';
import { businessToday } from '../../lib/format.ts';
import { useSession } from '../../lib/session.ts';
import { forgetLists } from '../../lib/stale.ts';
import { useDebtInWords } from '../../components/use_debt_in_words.ts';
import { useFormat } from '../../lib/use_format.ts';

interface Props {
  agency: ShownAgencyFragment;
  onChanged(): Promise<unknown>;
}

/** The debt limit of an agency's own: set for a while, or ended. */
export function AgencyDebtLimit({ agency, onChanged }: Props) {
  const { t } = useTranslation('agency');
  const { can } = useSession();
  const [open, setOpen] = useState<'set' | 'clear' | null>(null);
  if (!can('agency:approve') || ['rejected', 'terminated'].includes(agency.status)) return null;
  const close = () => setOpen(null);
  const Open = open === 'set' ? SetDebtLimit : ClearDebtLimit;
  return (
    <Box className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, mt: 3 }}>
      <Button size="small" variant="outlined" color="inherit" onClick={() => setOpen('set')}>
        {t(agency.ownDebtLimit ? 'limit.change' : 'limit.set')}
      </Button>
      {agency.ownDebtLimit && (
        <Button size="small" color="inherit" onClick={() => setOpen('clear')}>
          {t('limit.clear')}
        </Button>
      )}
      {open && (
        <Open
          agency={agency}
          onReload={onChanged}
          onDone={() => {
            close();
            void onChanged();
          }}
          onClose={close}
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

function SetDebtLimit({ agency, onReload, onDone, onClose }: DialogProps) {
  const { t } = useTranslation(['agency', 'common']);
  const client = useApolloClient();
  const toast = useToast();
  const format = useFormat();
  const inWords = useDebtInWords();
  const command = useCommand();
  const [values, setValues] = useState({
    debtLimit: agency.ownDebtLimit ?? '',
    until: agency.ownDebtLimitUntil ?? '',
    reason: '',
  });
  const set = (name: keyof typeof values) => (text: string) => {
    setValues({ ...values, [name]: text });
    command.unmark(name);
  };

  async function send(clientKey: string) {
    const { debtLimit, until, reason } = values;
    const input = {
      clientKey,
      agencyId: agency.id,
      version: agency.version,
      debtLimit,
      until,
      reason: reason.trim(),
    };
    await client.mutate({
      mutation: SetAgencyDebtLimitDocument,
      variables: { input },
      update: forgetLists,
    });
    toast({ text: t('limit.done', { limit: format.money(debtLimit), name: agency.name }) });
    onDone();
  }

  function submit() {
    const empty = missing(values);
    if (empty) command.mark(empty);
    else void command.send(send);
  }

  return (
    <FormDialog
      title={t('limit.setTitle', { name: agency.name })}
      verb={t('limit.submit')}
      command={command}
      onReload={onReload}
      onSubmit={submit}
      onClose={onClose}
    >
      <Facts
        facts={[
          [t('limit.debt'), inWords(agency.debtAmount)],
          [t('limit.now'), format.money(agency.debtLimit)],
        ]}
      />
      <FormLine
        label={t('limit.amount')}
        value={values.debtLimit}
        problem={command.fields['debtLimit']}
        kind="money"
        takesFocus
        onChange={set('debtLimit')}
      />
      {values.debtLimit !== '' && (
        <RoomAfter debt={agency.debtAmount ?? '0'} limit={values.debtLimit} />
      )}
      <FormLine
        label={t('limit.until')}
        value={values.until}
        problem={command.fields['until']}
        kind="date"
        min={businessToday()}
        onChange={set('until')}
      />
      <FormLine
        label={t('common:act.reason')}
        value={values.reason}
        problem={command.fields['reason']}
        kind="long"
        onChange={set('reason')}
      />
    </FormDialog>
  );
}

/** What the agency may still take under a limit to come. */
function RoomAfter({ debt, limit }: { debt: string; limit: string }) {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const room = BigInt(limit) - BigInt(debt);
  const isShort = room < 0n;
  return (
    <Typography role="status" variant="body2" color={isShort ? 'error' : 'textSecondary'}>
      {isShort
        ? t('limit.short', { short: format.money(String(-room)) })
        : t('limit.room', { room: format.money(String(room)) })}
    </Typography>
  );
}

function ClearDebtLimit({ agency, onReload, onDone, onClose }: DialogProps) {
  const { t } = useTranslation(['agency', 'common']);
  const client = useApolloClient();
  const toast = useToast();
  const format = useFormat();
  const command = useCommand();
  const [reason, setReason] = useState('');

  async function send(clientKey: string) {
    const input = {
      clientKey,
      agencyId: agency.id,
      version: agency.version,
      reason: reason.trim(),
    };
    await client.mutate({
      mutation: ClearAgencyDebtLimitDocument,
      variables: { input },
      update: forgetLists,
    });
    toast({ text: t('limit.cleared', { name: agency.name }) });
    onDone();
  }

  function submit() {
    const empty = missing({ reason });
    if (empty) command.mark(empty);
    else void command.send(send);
  }

  return (
    <FormDialog
      title={t('limit.clearTitle', { name: agency.name })}
      verb={t('limit.clear')}
      command={command}
      onReload={onReload}
      onSubmit={submit}
      onClose={onClose}
    >
      <Typography>
        {t('limit.clearText', {
          type: agency.agencyType?.name,
          limit: format.money(agency.ownDebtLimit),
          date: format.date(agency.ownDebtLimitUntil),
        })}
      </Typography>
      <FormLine
        label={t('common:act.reason')}
        value={reason}
        problem={command.fields['reason']}
        kind="long"
        takesFocus
        onChange={(text) => {
          setReason(text);
          command.unmark('reason');
        }}
      />
    </FormDialog>
  );
}
