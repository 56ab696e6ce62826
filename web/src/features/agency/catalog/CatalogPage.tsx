import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { useSession } from '../../../lib/session.ts';
import { AgencyTypeList } from './AgencyTypeList.tsx';
import { DistrictList } from './DistrictList.tsx';
import '../../../components/form_texts/index.ts';
import '../texts/index.ts';

/** What agencies are sorted by: their types with a debt limit, their territories with a cap. */
export function CatalogPage() {
  const { t } = useTranslation(['agency', 'form']);
  const { can } = useSession();
  return (
    <>
      <PageHead title={t('catalog.title')} />
      {can('config:read') ? (
        <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
          <AgencyTypeList />
          <DistrictList />
        </Box>
      ) : (
        <EmptyState text={t('form:noRight')} />
      )}
    </>
  );
}
