import CheckIcon from '@mui/icons-material/Check';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useSession } from '../../../lib/session.ts';
import { RoleForm } from './RoleForm.tsx';
import { RoleSecondFactorRow } from './RoleSecondFactor.tsx';
import type { RolesState } from './use_roles.ts';

/** Rights down, roles across. A narrow screen scrolls it inside its own frame. */
export function RoleMatrix({ state }: { state: RolesState }) {
  const { t } = useTranslation('people');
  const { can } = useSession();
  const mayWrite = can('user:write');
  const [open, setOpen] = useState<string | null>(null);
  const { roles, permissions, nameOf } = state;
  const edited = roles?.find(({ id }) => id === open) ?? null;
  return (
    <Panel
      title={t('role.matrix')}
      isFlush
      aside={
        mayWrite && (
          <Button size="small" variant="outlined" color="inherit" onClick={() => setOpen('new')}>
            {t('role.add')}
          </Button>
        )
      }
    >
      {state.error && !roles && (
        <LoadFailed error={state.error} onRetry={() => void state.reload()} />
      )}
      {!state.error && !roles && (
        <Box sx={{ px: 4, pb: 4 }}>
          <Skeleton height={160} />
        </Box>
      )}
      {roles && permissions && (
        <Box
          role="group"
          aria-label={t('role.matrix')}
          tabIndex={0}
          sx={{ overflowX: 'auto', position: 'relative' }}
        >
          <Table aria-label={t('role.matrix')}>
            <TableHead>
              <TableRow>
                <TableCell sx={stickyStyle}>{t('role.scope')}</TableCell>
                {roles.map((role) => (
                  <TableCell key={role.id} align="center">
                    <Box sx={{ py: 1 }}>
                      {nameOf(role)}
                      {mayWrite && (
                        <Box>
                          <Button
                            size="small"
                            color="inherit"
                            sx={{ minWidth: 0, fontSize: 12 }}
                            aria-label={t('role.title', { name: nameOf(role) })}
                            onClick={() => setOpen(role.id)}
                          >
                            {t('role.edit')}
                          </Button>
                        </Box>
                      )}
                    </Box>
                  </TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              <RoleSecondFactorRow state={state} headStyle={stickyStyle} />
              {permissions.map(({ code, name }) => (
                <TableRow key={code} hover>
                  <TableCell component="th" scope="row" sx={stickyStyle}>
                    <Box sx={{ pt: 1 }}>{name}</Box>
                    <Box sx={{ pb: 1, fontSize: 12, color: 'text.secondary' }}>{code}</Box>
                  </TableCell>
                  {roles.map((role) => (
                    <TableCell key={role.id} align="center">
                      {role.scopes?.includes(code) ? (
                        <CheckIcon
                          titleAccess={t('role.has')}
                          sx={{ fontSize: 18, color: 'primary.main', verticalAlign: 'middle' }}
                        />
                      ) : (
                        <Box component="span" className="visually-hidden">
                          {t('role.hasNot')}
                        </Box>
                      )}
                    </TableCell>
                  ))}
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      )}
      {permissions && (open === 'new' || edited) && (
        <RoleForm
          key={open}
          role={edited}
          permissions={permissions}
          onReload={state.reload}
          onDone={() => {
            setOpen(null);
            void state.reload();
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </Panel>
  );
}

const stickyStyle = {
  position: 'sticky',
  left: 0,
  zIndex: 1,
  bgcolor: 'background.paper',
  minWidth: { xs: 150, md: 240 },
};
