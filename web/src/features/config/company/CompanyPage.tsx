import { useApolloClient, useQuery } from '@apollo/client/react';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { sendOnCtrlEnter } from '../../../components/form/form_keys.ts';
import { LeaveGuard } from '../../../components/form/LeaveGuard.tsx';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useToast } from '../../../components/toasts.ts';
import { CompanyDocument, UpdateCompanyProfileDocument } from '../../../gql/graphql.ts';
import type { CompanyQuery } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { CompanyFields } from './CompanyFields.tsx';
import { savedOf, sentOf } from './company_values.ts';

/** Who the distributor is, as it stands on papers, files and mails. */
export function CompanyPage() {
  const { t } = useTranslation('company');
  const { data, error, refetch } = useQuery(CompanyDocument, { fetchPolicy: 'network-only' });
  // a new sheet after each save; after a stale one what was typed stays
  const [saves, setSaves] = useState(0);
  async function showSaved() {
    await refetch().catch(() => undefined);
    setSaves((count) => count + 1);
  }
  return (
    <>
      <PageHead title={t('title')} />
      {error && !data && <LoadFailed error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton variant="rounded" height={320} sx={{ maxWidth: 720 }} />}
      {data && <Sheet key={saves} data={data} onReload={refetch} onSaved={showSaved} />}
    </>
  );
}

interface SheetProps {
  data: CompanyQuery;
  onReload(): Promise<unknown>;
  onSaved(): Promise<void>;
}

function Sheet({ data, onReload, onSaved }: SheetProps) {
  const { t } = useTranslation('company');
  const client = useApolloClient();
  const toast = useToast();
  const { can } = useSession();
  const isReadOnly = !can('config:write');
  const profile = data.currentCompanyProfile;
  const state = useCommandForm({
    saved: savedOf(profile),
    send: (values, { clientKey }) =>
      client.mutate({
        mutation: UpdateCompanyProfileDocument,
        variables: { input: { clientKey, version: profile?.version ?? null, ...sentOf(values) } },
      }),
    onSent({ data: sent }) {
      const version = sent?.updateCompanyProfile?.companyProfile?.version;
      toast({
        text: t('saved'),
        ...(version ? { detail: t('savedDetail', { version }) } : {}),
      });
      void onSaved();
    },
  });
  return (
    <Box
      component="form"
      noValidate
      onKeyDown={sendOnCtrlEnter}
      onSubmit={state.submit}
      sx={{ display: 'grid', gap: 4, maxWidth: 720 }}
    >
      <Typography color="textSecondary">{t(isReadOnly ? 'readOnly' : 'lead')}</Typography>
      {!profile && <Alert severity="info">{t('none')}</Alert>}
      <CommandRefusal of={state} onReload={onReload} />
      <Box component="fieldset" disabled={isReadOnly} sx={fieldsetStyle}>
        <CompanyFields state={state} banks={data.banks} isReadOnly={isReadOnly} />
      </Box>
      {!isReadOnly && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 4 }}>
          <Typography variant="body2" color="textSecondary" sx={{ flex: '1 1 240px' }}>
            {t('note')}
          </Typography>
          <Button type="submit" variant="contained" disabled={state.isBusy}>
            {t(state.isBusy ? 'busy' : 'save')}
          </Button>
        </Box>
      )}
      <Versions profiles={data.companyProfiles} />
      <LeaveGuard hasWork={state.hasWork} />
    </Box>
  );
}

function Versions({ profiles }: { profiles: CompanyQuery['companyProfiles'] }) {
  const { t } = useTranslation('company');
  const format = useFormat();
  const versions = nodesOf(profiles);
  if (versions.length === 0) return null;
  return (
    <Panel title={t('history')}>
      <Box component="ul" sx={{ m: 0, pl: 5 }}>
        {versions.map(({ id, version, createdByName, createdAt }) => (
          <li key={id}>
            {t('historyRow', {
              version,
              name: createdByName ?? t('atStart'),
              moment: format.moment(createdAt),
            })}
          </li>
        ))}
      </Box>
    </Panel>
  );
}

const fieldsetStyle = { border: 0, m: 0, p: 0, minWidth: 0, display: 'grid', gap: 4 };
