import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { DebtOfLimit } from '../../components/DebtOfLimit.tsx';
import type { AgencyNearLimitFragment } from '../../gql/graphql.ts';
import { agencyPath, paths } from '../../lib/paths.ts';
import { useFormat } from '../../lib/use_format.ts';
import { RankedList } from './RankedList.tsx';

/** Those who reached the share of their limit at which the house wants to know, or passed it. */
export function NearLimit({
  agencies,
}: {
  agencies: readonly AgencyNearLimitFragment[] | null | undefined;
}) {
  const { t } = useTranslation(['overview', 'common']);
  const format = useFormat();
  const rows = agencies?.map(({ id, name, debtAmount, debtLimit }) => ({
    id,
    name,
    to: agencyPath(id),
    figure: t('debtOf', { debt: format.dong(debtAmount), debtLimit: format.money(debtLimit) }),
    below: (
      <Box sx={{ mt: 1 }}>
        <DebtOfLimit debt={debtAmount} debtLimit={debtLimit ?? '0'} />
      </Box>
    ),
  }));
  return (
    <RankedList
      title={t('nearLimit')}
      rows={rows}
      none={t('noneNear')}
      aside={
        <Link component={RouterLink} to={paths.agencies} variant="body2">
          {t('common:action.all')}
        </Link>
      }
    />
  );
}
