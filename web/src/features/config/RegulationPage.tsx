import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ExportButton } from '../../components/ExportButton.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { RegulationsDocument } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { useSession } from '../../lib/session.ts';
import { FeatureFlags } from './FeatureFlags.tsx';
import { RegulationList } from './RegulationList.tsx';
import '../../components/form_texts/index.ts';
import './texts/index.ts';

/** The rules that have a value, and the features that can be switched. */
export function RegulationPage() {
  const { t } = useTranslation(['config', 'form']);
  const { can } = useSession();
  const mayRead = can('config:read');
  const { data, error, loading, refetch } = useQuery(RegulationsDocument, {
    skip: !mayRead,
    fetchPolicy: 'cache-and-network',
  });
  if (!mayRead)
    return (
      <>
        <PageHead title={t('many')} />
        <EmptyState text={t('form:noRight')} />
      </>
    );
  const list = { isRefetching: loading && data !== undefined, error, reload: () => refetch() };
  return (
    <>
      <PageHead title={t('many')} actions={<ExportButton what="regulations" parameters={{}} />} />
      <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <RegulationList rows={data && nodesOf(data.regulations)} {...list} />
        <FeatureFlags flags={data && nodesOf(data.featureFlags)} reload={list.reload} />
      </Box>
    </>
  );
}
