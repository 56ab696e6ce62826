import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { ExportButton } from '../../components/ExportButton.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { RegulationsDocument } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { FeatureFlags } from './FeatureFlags.tsx';
import { RegulationList } from './RegulationList.tsx';

/** The rules that have a value, and the features that can be switched. */
export function RegulationPage() {
  const { t } = useTranslation('config');
  const { data, error, loading, refetch } = useQuery(RegulationsDocument, {
    fetchPolicy: 'cache-and-network',
  });
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
