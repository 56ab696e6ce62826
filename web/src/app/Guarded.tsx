import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { EmptyState } from '../components/EmptyState.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { paths } from '../lib/paths.ts';
import { useSession } from '../lib/session.ts';
import { mayOpen } from './rights.ts';
import type { PageName } from './rights.ts';

/** A page for whoever may open it; everybody else is told that it is not for them. */
export function Guarded({ page, children }: { page: PageName; children: ReactNode }) {
  return mayOpen(page, useSession()) ? children : <NoRight />;
}

/** Its words are those of forms, which every page with a right brings. */
function NoRight() {
  const { t } = useTranslation(['form', 'common']);
  return (
    <>
      <PageHead title={t('noRightTitle')} />
      <EmptyState
        text={t('noRight')}
        action={
          <Button component={RouterLink} to={paths.overview} variant="outlined" color="inherit">
            {t('common:problem.goHome')}
          </Button>
        }
      />
    </>
  );
}
