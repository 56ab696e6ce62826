import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { DistrictsOverCapDocument } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { useSettled } from '../../lib/use_settled.ts';

/** Territories that already have more agencies than a cap to come. */
export function CapPreview({ cap }: { cap: string }) {
  const { t } = useTranslation('config');
  const settled = useSettled(cap, 300);
  const isAsked = /^[1-9]\d{0,4}$/.test(settled);
  const { data, error } = useQuery(DistrictsOverCapDocument, {
    skip: !isAsked,
    variables: { maxAgencies: settled },
    fetchPolicy: 'network-only',
  });
  if (!isAsked) return null;
  const count = data?.districtsOverCap?.totalCount;
  return (
    <Box role="status" sx={{ fontSize: 13, color: count ? 'warning.main' : 'text.secondary' }}>
      {count === undefined && t(error ? 'form.checkFailed' : 'form.checking')}
      {count === 0 && t('form.noHit')}
      {count !== undefined && count > 0 && (
        <>
          <Typography variant="body2" sx={{ fontWeight: 600 }}>
            {t('form.hit', { count })}
          </Typography>
          <Box component="ul" sx={{ m: 0, pl: 5, maxHeight: 120, overflowY: 'auto' }} tabIndex={0}>
            {nodesOf(data?.districtsOverCap).map((district) => (
              <li key={district.districtId}>
                {t('form.members', {
                  city: district.city,
                  name: district.districtName,
                  count: Number(district.memberCount),
                  cap: district.cap,
                })}
              </li>
            ))}
          </Box>
        </>
      )}
    </Box>
  );
}
