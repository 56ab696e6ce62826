import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { SlipsOfEarlierValueDocument } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { issuePath } from '../../lib/paths.ts';
import { useFormat } from '../../lib/use_format.ts';

/** The regulations whose value stays on a slip. */
const KEPT = new Set(['EXPORT_PRICE_RATIO', 'PAYMENT_TERM_DAYS']);

interface Props {
  regulationKey: string;
  day: string;
  /** Before a value is written: the slips that it would leave as they are. */
  isChanging: boolean;
}

/** Slips of a day that keep an earlier value, by number; nothing when there are none. */
export function KeptSlips({ regulationKey, day, isChanging }: Props) {
  const { t } = useTranslation('config');
  const format = useFormat();
  const isAsked = KEPT.has(regulationKey);
  const { data, error } = useQuery(SlipsOfEarlierValueDocument, {
    skip: !isAsked,
    variables: { key: regulationKey, day, isChanging },
    fetchPolicy: 'network-only',
  });
  const count = data?.slipsOfEarlierValue?.totalCount ?? 0;
  if (error)
    return (
      <Typography variant="body2" color="textSecondary">
        {t('kept.failed')}
      </Typography>
    );
  if (count === 0) return null;
  const slips = nodesOf(data?.slipsOfEarlierValue);
  return (
    <Box role="status" sx={{ fontSize: 13, mt: 2 }}>
      <Typography variant="body2" sx={{ fontWeight: 600 }}>
        {t(isChanging ? 'kept.before' : 'kept.after', { count, date: format.date(day) })}
      </Typography>
      <Box component="ul" sx={{ m: 0, pl: 5, maxHeight: 140, overflowY: 'auto' }} tabIndex={0}>
        {slips.map(({ id, code, agency, createdAt, totalAmount }) => (
          <li key={id}>
            <Link component={RouterLink} to={issuePath(id)}>
              {code ?? t('kept.request')}
            </Link>
            {[agency?.name, format.moment(createdAt), format.money(totalAmount)]
              .filter(Boolean)
              .map((fact) => ` · ${fact}`)}
          </li>
        ))}
      </Box>
      {count > slips.length && (
        <Box sx={{ color: 'text.secondary' }}>
          {t('kept.more', { count: count - slips.length })}
        </Box>
      )}
    </Box>
  );
}
