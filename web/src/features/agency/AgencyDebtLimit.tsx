import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../components/Facts.tsx';
import { FormDialog } from '../../components/form/FormDialog.tsx';
import { FormField } from '../../components/form/FormField.tsx';
import { useCommandForm } from '../../components/form/use_command_form.ts';
import { useToast } from '../../components/toasts.ts';
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
  const { id: agencyId, version, name } = agency;
  const state = useCommandForm({
    saved: {
      debtLimit: agency.ownDebtLimit ?? '',
      until: agency.ownDebtLimitUntil ?? '',
      reason: '',
    },
    send: ({ debtLimit, until, reason }, { clientKey }) =>
      client.mutate({
        mutation: SetAgencyDebtLimitDocument,
        variables: {
          input: { clientKey, agencyId, version, debtLimit, until, reason: reason.trim() },
        },
        update: forgetLists,
      }),
    onSent(_, { debtLimit }) {
      toast({ text: t('limit.done', { limit: format.money(debtLimit), name }) });
      onDone();
    },
  });
  const limit = state.form.watch('debtLimit');
  return (
    <FormDialog
      of={state}
      title={t('limit.setTitle', { name })}
      verb={t('limit.submit')}
      onReload={onReload}
      onClose={onClose}
    >
      <Facts
        facts={[
          [t('limit.debt'), inWords(agency.debtAmount)],
          [t('limit.now'), format.money(agency.debtLimit)],
        ]}
      />
      <FormField of={state} name="debtLimit" label={t('limit.amount')} kind="money" takesFocus />
      {limit !== '' && <RoomAfter debt={agency.debtAmount ?? '0'} limit={limit} />}
      <FormField
        of={state}
        name="until"
        label={t('limit.until')}
        kind="date"
        min={businessToday()}
      />
      <FormField of={state} name="reason" label={t('common:act.reason')} kind="long" />
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
  const { id: agencyId, version, name } = agency;
  const state = useCommandForm({
    saved: { reason: '' },
    send: ({ reason }, { clientKey }) =>
      client.mutate({
        mutation: ClearAgencyDebtLimitDocument,
        variables: { input: { clientKey, agencyId, version, reason: reason.trim() } },
        update: forgetLists,
      }),
    onSent() {
      toast({ text: t('limit.cleared', { name }) });
      onDone();
    },
  });
  return (
    <FormDialog
      of={state}
      title={t('limit.clearTitle', { name })}
      verb={t('limit.clear')}
      onReload={onReload}
      onClose={onClose}
    >
      <Typography>
        {t('limit.clearText', {
          type: agency.agencyType?.name,
          limit: format.money(agency.ownDebtLimit),
          date: format.date(agency.ownDebtLimitUntil),
        })}
      </Typography>
      <FormField of={state} name="reason" label={t('common:act.reason')} kind="long" takesFocus />
    </FormDialog>
  );
}
