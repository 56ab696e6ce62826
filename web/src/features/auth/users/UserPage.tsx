import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../../components/PageHead.tsx';
import { RoleMatrix } from './RoleMatrix.tsx';
import { UserList } from './UserList.tsx';
import { useRoles } from './use_roles.ts';

/** Who works here, and what each role allows. */
export function UserPage() {
  const { t } = useTranslation('people');
  const state = useRoles();
  return (
    <>
      <PageHead title={t('many')} />
      <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <UserList roles={state} />
        <RoleMatrix state={state} />
      </Box>
    </>
  );
}
