import { useApolloClient, useQuery } from '@apollo/client/react';
import Skeleton from '@mui/material/Skeleton';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useCommandForm } from '../../components/form/use_command_form.ts';
import { LoadFailed } from '../../components/LoadFailed.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { useToast } from '../../components/toasts.ts';
import { AgencyEditDocument, UpdateAgencyDocument } from '../../gql/graphql.ts';
import type { AgencyEditQuery } from '../../gql/graphql.ts';
import { agencyPath, paths } from '../../lib/paths.ts';
import { forgetLists } from '../../lib/stale.ts';
import { AgencyFields, filledIn } from './AgencyFields.tsx';
import type { AgencyValues } from './AgencyFields.tsx';

type EditedAgency = NonNullable<AgencyEditQuery['agency']>;

/** The data of an agency, to be corrected. */
export function AgencyEdit() {
  const { t } = useTranslation('agency');
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(AgencyEditDocument, {
    variables: { id },
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
      {error && !data && <LoadFailed error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton variant="rounded" height={320} sx={{ maxWidth: 720 }} />}
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

const savedOf = (agency: EditedAgency): AgencyValues => ({
  name: agency.name,
  agencyTypeId: agency.agencyTypeId,
  districtId: agency.districtId,
  phone: agency.phone ?? '',
  email: agency.email ?? '',
  ward: agency.ward ?? '',
  address: agency.address ?? '',
  taxCode: agency.taxCode ?? '',
  representative: agency.representative ?? '',
  ownCode: agency.ownCode ?? '',
});

function Sheet({ agency, onReload }: { agency: EditedAgency; onReload(): Promise<unknown> }) {
  const { t } = useTranslation('agency');
  const client = useApolloClient();
  const navigate = useNavigate();
  const toast = useToast();
  const { id: agencyId, version } = agency;
  const state = useCommandForm({
    saved: savedOf(agency),
    send: (values, { clientKey, answers }) =>
      client.mutate({
        mutation: UpdateAgencyDocument,
        variables: { input: { clientKey, agencyId, version, ...filledIn(values), ...answers } },
        update: forgetLists,
      }),
    onSent({ data }, { name }) {
      toast({ text: t('edit.done', { name: data?.updateAgency?.agency?.name ?? name }) });
      void navigate(agencyPath(agencyId));
    },
  });
  return (
    <AgencyFields
      state={state}
      note={t('edit.rules')}
      verb={t(state.isBusy ? 'edit.busy' : 'edit.submit')}
      onReload={onReload}
    />
  );
}
