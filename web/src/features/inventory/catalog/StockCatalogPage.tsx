import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { useSession } from '../../../lib/session.ts';
import { SupplierList } from './SupplierList.tsx';
import { UnitList } from './UnitList.tsx';
import '../../../components/form_texts/index.ts';
import './texts/index.ts';

/** Who sells to the distributor, and what goods are counted in. */
export function StockCatalogPage() {
  const { t } = useTranslation(['stockCatalog', 'form']);
  const { can, user } = useSession();
  const mayRead = can('inventory:read') && !user.roles.includes('agency');
  return (
    <>
      <PageHead title={t('title')} />
      {mayRead ? (
        <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
          <SupplierList />
          <UnitList />
        </Box>
      ) : (
        <EmptyState text={t('form:noRight')} />
      )}
    </>
  );
}
