import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { DebtOfLimit } from '../components/DebtOfLimit.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Panel } from '../components/Panel.tsx';
import type { OverviewQuery } from '../gql/graphql.ts';
import { wholePercent } from '../lib/dong.ts';
import { nodesOf } from '../lib/nodes.ts';
import { agencyPath, paths } from '../lib/paths.ts';
import { useFormat } from '../lib/use_format.ts';

const SHOWN = 8;
type Agencies = OverviewQuery['agencies'];

/** Those who use most of their limit. A ranking of a part would mislead, so there is none unless all came. */
function rankedOf(agencies: NonNullable<Agencies>) {
  const all = nodesOf(agencies);
  if (all.length < agencies.totalCount) return null;
  const used = ({ debtAmount, ceiling }: (typeof all)[number]) => wholePercent(debtAmount ?? '0', ceiling ?? '0');
  return all.filter((agency) => used(agency) > 0n).toSorted((a, b) => (used(b) > used(a) ? 1 : used(b) < used(a) ? -1 : 0)).slice(0, SHOWN);
}

export function NearLimit({ agencies, isLoading }: { agencies: Agencies | undefined; isLoading: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const ranked = agencies ? rankedOf(agencies) : [];
  if (!ranked) return null;
  const all = <Link component={RouterLink} to={paths.agencies} variant="body2">{t('action.all')}</Link>;
  return (
    <Panel title={t('overview.nearLimit')} isFlush aside={all}>
      {!agencies && isLoading && <Box sx={{ px: 4, pb: 4 }}><Skeleton /><Skeleton /><Skeleton /></Box>}
      {agencies && ranked.length === 0 && <EmptyState text={t('overview.noDebt')} />}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {ranked.map(({ id, name, debtAmount, ceiling }) => (
          <Box component="li" key={id} sx={{ px: 4, py: 2, borderTop: '1px solid', borderColor: 'divider' }}>
            <Box sx={{ display: 'flex', gap: 2, justifyContent: 'space-between', mb: 1 }}>
              <Link component={RouterLink} to={agencyPath(id)} color="textPrimary" sx={{ fontWeight: 500 }}>{name}</Link>
              <Box sx={{ color: 'text.secondary', fontSize: 13, whiteSpace: 'nowrap' }}>
                {t('overview.debtOf', { debt: format.dong(debtAmount), ceiling: format.money(ceiling) })}
              </Box>
            </Box>
            <DebtOfLimit debt={debtAmount ?? '0'} ceiling={ceiling ?? '0'} />
          </Box>
        ))}
      </Box>
    </Panel>
  );
}
