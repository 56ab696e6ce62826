import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import type { DebtorFragment } from '../../gql/graphql.ts';
import { reportPath, statementPath } from '../../lib/paths.ts';
import { useFormat } from '../../lib/use_format.ts';
import { RankedList } from './RankedList.tsx';

/** Who owes most. */
export function Debtors({ debtors }: { debtors: readonly DebtorFragment[] | null | undefined }) {
  const { t } = useTranslation(['overview', 'common']);
  const format = useFormat();
  const rows = debtors?.flatMap(({ agency, closingAmount }) =>
    agency
      ? [
          {
            id: agency.id,
            name: agency.name,
            to: statementPath(agency.id),
            figure: format.money(closingAmount),
          },
        ]
      : [],
  );
  return (
    <RankedList
      title={t('debtors.title')}
      rows={rows}
      none={t('debtors.none')}
      aside={
        <Link component={RouterLink} to={reportPath('cong-no')} variant="body2">
          {t('common:action.all')}
        </Link>
      }
    />
  );
}
