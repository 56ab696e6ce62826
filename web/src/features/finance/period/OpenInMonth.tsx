import { useQuery } from '@apollo/client/react';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { OpenInMonthDocument } from '../../../gql/graphql.ts';
import type { OpenInMonthQuery } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { agencyPath, issuePath, paths } from '../../../lib/paths.ts';
import { useFormat } from '../../../lib/use_format.ts';

type Kind = NonNullable<NonNullable<OpenInMonthQuery['openInMonth']>['nodes'][number]>;
interface Waiting {
  id: string;
  code: string | null;
  issue_id: string | null;
  agency_id: string;
  agency_name: string;
  user_name: string;
  date: string;
  amount: string;
}

const kinds = ['return', 'adjustment', 'cash'] as const;

/** What a month still has open, named before it is closed; it stops no closing. */
export function OpenInMonth({ month }: { month: string }) {
  const { t } = useTranslation('finance');
  const { data, error, loading } = useQuery(OpenInMonthDocument, {
    variables: { month },
    fetchPolicy: 'no-cache',
  });
  if (loading)
    return (
      <Typography color="textSecondary" sx={{ mt: 3 }}>
        {t('open.looking')}
      </Typography>
    );
  if (error)
    return (
      <Typography color="error" sx={{ mt: 3 }}>
        {t('open.unknown')}
      </Typography>
    );
  const open = nodesOf(data?.openInMonth);
  if (open.length === 0)
    return (
      <Typography color="textSecondary" sx={{ mt: 3 }}>
        {t('open.none')}
      </Typography>
    );
  return (
    <Alert severity="warning" variant="outlined" sx={{ mt: 3 }}>
      <Typography sx={{ fontWeight: 600, mb: 1 }}>{t('open.title')}</Typography>
      {open.map((one) => (
        <OpenKind key={one.kind} one={one} />
      ))}
    </Alert>
  );
}

function OpenKind({ one }: { one: Kind }) {
  const { t } = useTranslation('finance');
  const format = useFormat();
  const kind = kinds.find((name) => name === one.kind);
  const documents = (one.documents ?? []) as Waiting[];
  const rest = Number(one.documentCount) - documents.length;
  if (!kind) return null;
  return (
    <Box sx={{ mb: 2 }}>
      {t(`open.${kind}`, {
        many: format.quantity(one.documentCount),
        amount: format.money(one.amount),
        date: format.date(one.oldestDate),
      })}
      <Box component="ul" sx={{ m: 0, pl: 4 }}>
        {documents.map((each) => (
          <li key={each.id}>
            <Link component={RouterLink} to={placeOf(kind, each)}>
              {each.code ?? each.agency_name}
            </Link>
            {' · '}
            {format.date(each.date)} · {each.user_name} · {format.money(each.amount)}
          </li>
        ))}
        {rest > 0 && <li>{t('open.more', { many: format.quantity(String(rest)) })}</li>}
      </Box>
    </Box>
  );
}

/** Where it is decided: a return at its slip, an adjustment at its agency, cash on the board. */
function placeOf(
  kind: (typeof kinds)[number],
  { issue_id: issueId, agency_id: agencyId }: Waiting,
) {
  if (kind === 'cash') return paths.cashInHand;
  return kind === 'return' && issueId ? issuePath(issueId) : agencyPath(agencyId);
}
