import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { CommandRefusal } from '../../components/form/CommandRefusal.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { sendOnCtrlEnter } from '../../components/form/form_keys.ts';
import { FormLine } from '../../components/form/FormLine.tsx';
import type { FormLineProps } from '../../components/form/FormLine.tsx';
import { LoadFailed } from '../../components/LoadFailed.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useToast } from '../../components/toasts.ts';
import { missing, useCommand } from '../../components/form/use_command.ts';
import { useDraft } from '../../components/use_draft.ts';
import {
  AgencyChoicesDocument,
  AgencyEditDocument,
  UpdateAgencyDocument,
} from '../../gql/graphql.ts';
import type { AgencyEditQuery } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { agencyPath, paths } from '../../lib/paths.ts';
import { useSession } from '../../lib/session.ts';
import { forgetLists } from '../../lib/stale.ts';
import './texts/index.ts';

type EditedAgency = NonNullable<AgencyEditQuery['agency']>;

/** The data of an agency, to be corrected. */
export function AgencyEdit() {
  const { t } = useTranslation('agency');
  const { id = '' } = useParams();
  const { can } = useSession();
  const mayEdit = can('agency:write');
  const { data, error, refetch } = useQuery(AgencyEditDocument, {
    variables: { id },
    skip: !mayEdit,
    fetchPolicy: 'network-only',
  });
  const agency = data?.agency;
  const isClosed = agency && ['rejected', 'terminated'].includes(agency.status);
  const parent = agency
    ? { label: `${agency.name} · ${agency.code}`, to: agencyPath(agency.id) }
    : { label: t('many'), to: paths.agencies };
  return (
    <>
      <PageHead title={t('edit.title')} parent={parent} takesFocus={!agency} />
      {!mayEdit && <EmptyState text={t('edit.noRight')} />}
      {error && !data && <LoadFailed error={error} onRetry={() => void refetch()} />}
      {mayEdit && !error && !data && (
        <Skeleton variant="rounded" height={320} sx={{ maxWidth: 720 }} />
      )}
      {data && !agency && <EmptyState text={t('notFound')} />}
      {agency
        && (isClosed ? (
          <EmptyState text={t('edit.closed')} />
        ) : (
          <Sheet key={agency.id} agency={agency} onReload={refetch} />
        ))}
    </>
  );
}

const savedOf = (agency: EditedAgency) => ({
  name: agency.name,
  agencyTypeId: agency.agencyTypeId,
  districtId: agency.districtId,
  phone: agency.phone ?? '',
  email: agency.email ?? '',
  ward: agency.ward ?? '',
  address: agency.address ?? '',
  taxCode: agency.taxCode ?? '',
  representative: agency.representative ?? '',
});

function Sheet({ agency, onReload }: { agency: EditedAgency; onReload(): Promise<unknown> }) {
  const { t } = useTranslation('agency');
  const client = useApolloClient();
  const navigate = useNavigate();
  const toast = useToast();
  const command = useCommand();
  const { values, set, newerOf } = useDraft(savedOf(agency));
  const { data: choices, error, refetch } = useQuery(AgencyChoicesDocument);
  if (error && !choices) return <LoadFailed error={error} onRetry={() => void refetch()} />;

  async function send(clientKey: string) {
    const typed = Object.fromEntries(
      Object.entries(values).map(([name, text]) => [name, text.trim() || null]),
    );
    const { data } = await client.mutate({
      mutation: UpdateAgencyDocument,
      variables: { input: { clientKey, agencyId: agency.id, version: agency.version, ...typed } },
      update: forgetLists,
    });
    toast({ text: t('edit.done', { name: data?.updateAgency?.agency?.name ?? values.name }) });
    void navigate(agencyPath(agency.id));
  }

  function submit() {
    const empty = missing({ name: values.name });
    if (empty) command.mark(empty);
    else void command.send(send);
  }

  const line = (name: keyof typeof values, label: string, more: Partial<FormLineProps> = {}) => (
    <FormLine
      label={label}
      value={values[name]}
      problem={command.fields[name]}
      newer={newerOf(name)}
      isOptional
      onChange={(text) => {
        set(name, text);
        command.unmark(name);
      }}
      {...more}
    />
  );
  return (
    <Box
      component="form"
      noValidate
      onKeyDown={sendOnCtrlEnter}
      sx={{ maxWidth: 720 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (!command.isBusy) submit();
      }}
    >
      <CommandRefusal command={command} onReload={onReload} />
      <Panel>
        <Box
          sx={{
            display: 'grid',
            gap: 4,
            gridTemplateColumns: { xs: '1fr', md: 'repeat(2, minmax(0, 1fr))' },
            alignItems: 'start',
          }}
        >
          <Box sx={{ gridColumn: '1 / -1' }}>
            {line('name', t('form.name'), { isOptional: false, takesFocus: true })}
          </Box>
          {line('agencyTypeId', t('type'), {
            isOptional: false,
            choices: nodesOf(choices?.agencyTypes),
          })}
          {line('districtId', t('district'), {
            isOptional: false,
            choices: nodesOf(choices?.districts),
          })}
          {line('phone', t('phone'))}
          {line('email', t('email'), { kind: 'email' })}
          {line('address', t('address'))}
          {line('ward', t('edit.ward'))}
          {line('representative', t('representative'))}
          {line('taxCode', t('taxCode'))}
        </Box>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 4, mt: 4 }}>
          <Typography variant="body2" color="textSecondary" sx={{ flex: '1 1 240px' }}>
            {t('edit.rules')}
          </Typography>
          <Button
            type="submit"
            variant="contained"
            disabled={command.isBusy}
            sx={{ flex: { xs: '1 1 100%', md: 'none' } }}
          >
            {t(command.isBusy ? 'edit.busy' : 'edit.submit')}
          </Button>
        </Box>
      </Panel>
    </Box>
  );
}
