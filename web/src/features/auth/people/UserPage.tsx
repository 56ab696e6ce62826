import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { useSession } from '../../../lib/session.ts';
import { RoleMatrix } from './RoleMatrix.tsx';
import { UserList } from './UserList.tsx';
import { useRoles } from './use_roles.ts';
import '../../../components/form_texts/index.ts';
import './texts/index.ts';

/** Who works here, and what each role allows. */
export function UserPage() {
  const { t } = useTranslation(['people', 'form']);
  const { can } = useSession();
  return (
    <>
      <PageHead title={t('many')} />
      {can('user:read') ? <People /> : <EmptyState text={t('form:noRight')} />}
    </>
  );
}

function People() {
  const state = useRoles();
  return (
    <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <UserList roles={state} />
      <RoleMatrix state={state} />
    </Box>
  );
}
