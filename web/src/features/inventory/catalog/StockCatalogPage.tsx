import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../../components/PageHead.tsx';
import { SupplierList } from './SupplierList.tsx';
import { UnitList } from './UnitList.tsx';

/** Who sells to the distributor, and what goods are counted in. */
export function StockCatalogPage() {
  const { t } = useTranslation('stockCatalog');
  return (
    <>
      <PageHead title={t('title')} />
      <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <SupplierList />
        <UnitList />
      </Box>
    </>
  );
}
