import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../../components/PageHead.tsx';
import { AgencyTypeList } from './AgencyTypeList.tsx';
import { DistrictList } from './DistrictList.tsx';

/** What agencies are sorted by: their types with a debt limit, their territories with a cap. */
export function CatalogPage() {
  const { t } = useTranslation('agency');
  return (
    <>
      <PageHead title={t('catalog.title')} />
      <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <AgencyTypeList />
        <DistrictList />
      </Box>
    </>
  );
}
