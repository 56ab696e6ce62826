import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { paths } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';

/** No slips at all, or none that match. */
export function IssueEmpty({ isFiltered, onClear }: { isFiltered: boolean; onClear(): void }) {
  const { t } = useTranslation(['inventory', 'common']);
  const { can } = useSession();
  if (isFiltered) {
    return (
      <EmptyState
        text={t('list.noneFound')}
        action={
          <Button variant="outlined" color="inherit" onClick={onClear}>
            {t('common:action.clearFilter')}
          </Button>
        }
      />
    );
  }
  const first = (
    <Button component={RouterLink} to={paths.newIssue} variant="outlined">
      {t('list.first')}
    </Button>
  );
  return <EmptyState text={t('list.empty')} action={can('inventory:write') && first} />;
}
