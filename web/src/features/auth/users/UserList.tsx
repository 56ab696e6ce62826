import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import kinds from '../../../../../db/words/kinds.json';
import { CURSOR, useCursorPages } from '../../../components/cursor_pages.ts';
import { DataList } from '../../../components/DataList.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ExportButton } from '../../../components/ExportButton.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { SearchBox } from '../../../components/SearchBox.tsx';
import { UserListDocument } from '../../../gql/graphql.ts';
import type { UserRowFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useWord } from '../../../lib/words.ts';
import { UserActs, UserDialog } from './UserActs.tsx';
import type { UserAct } from './UserActs.tsx';
import type { RolesState } from './use_roles.ts';

const PAGE = 25;

/** People with their roles and agencies; active ones first. */
export function UserList({ roles }: { roles: RolesState }) {
  const { t } = useTranslation(['people', 'common']);
  const { can } = useSession();
  const mayWrite = can('user:write');
  const [params, setParams] = useSearchParams();
  const pages = useCursorPages();
  const query = params.get('tim') ?? '';
  const [open, setOpen] = useState<{ act: UserAct; id: string | null } | null>(null);
  const {
    data: answer,
    previousData,
    loading,
    error,
    refetch,
  } = useQuery(UserListDocument, {
    variables: { first: PAGE, after: pages.after, query: query || null },
    fetchPolicy: 'cache-and-network',
  });
  const data = answer ?? previousData;
  const rows = data && nodesOf(data.searchUsers);
  const info = data?.searchUsers?.pageInfo;
  const user = rows?.find(({ id }) => id === open?.id) ?? null;
  const setQuery = (text: string) =>
    setParams(
      (earlier) => {
        const next = new URLSearchParams(earlier);
        next.delete(CURSOR);
        if (text) next.set('tim', text);
        else next.delete('tim');
        return next;
      },
      { replace: true },
    );
  const rolesOf = ({ roleCodes }: UserRowFragment) =>
    roleCodes?.map((code) => roles.nameOfCode(code ?? '')).join(', ') || t('noRoles');
  const factorWords = useFactorWords();
  const acts = (row: UserRowFragment) =>
    mayWrite && <UserActs user={row} onOpen={(act) => setOpen({ act, id: row.id })} />;
  return (
    <Panel isFlush>
      <Box
        sx={{ p: 4, display: 'flex', flexWrap: 'wrap', gap: 3, justifyContent: 'space-between' }}
      >
        <SearchBox label={t('search')} value={query} onChange={setQuery} />
        <Box sx={{ display: 'flex', gap: 2 }}>
          <ExportButton what="users" parameters={{ search: query || null }} />
          {mayWrite && (
            <Button variant="contained" onClick={() => setOpen({ act: 'create', id: null })}>
              {t('add')}
            </Button>
          )}
        </Box>
      </Box>
      <DataList<UserRowFragment>
        label={t('many')}
        rows={rows}
        rowKey={({ id }) => id ?? ''}
        isRefetching={loading && data !== undefined}
        error={error}
        onRetry={() => void refetch()}
        empty={
          <EmptyState
            text={t(query ? 'noneFound' : 'empty')}
            action={
              query && (
                <Button variant="outlined" color="inherit" onClick={() => setQuery('')}>
                  {t('common:action.clearFilter')}
                </Button>
              )
            }
          />
        }
        columns={[
          {
            key: 'name',
            head: t('name'),
            cell: ({ fullName, email }) => (
              <Box sx={{ py: 2 }}>
                <Box sx={{ fontWeight: 600 }}>{fullName}</Box>
                <Box sx={{ fontSize: 12, color: 'text.secondary' }}>{email}</Box>
              </Box>
            ),
          },
          { key: 'roles', head: t('roles'), cell: rolesOf },
          {
            key: 'agencies',
            head: t('agencies'),
            cell: ({ agencyIds }) =>
              agencyIds?.length ? t('agencyCount', { count: agencyIds.length }) : '–',
          },
          { key: 'factor', head: t('factor.name'), cell: (row) => <Factor user={row} /> },
          { key: 'state', head: t('state'), cell: (row) => <State user={row} /> },
          ...(mayWrite
            ? [{ key: 'acts', head: t('acts'), align: 'right' as const, cell: acts }]
            : []),
        ]}
        card={(row) => ({
          title: row.fullName,
          figure: <State user={row} />,
          note: [
            row.email,
            rolesOf(row),
            row.agencyIds?.length ? t('agencyCount', { count: row.agencyIds.length }) : '',
            factorWords(row),
          ]
            .filter(Boolean)
            .join(' · '),
          below: mayWrite && <Box sx={{ mt: 2 }}>{acts(row)}</Box>,
        })}
        foot={
          rows && (
            <Pager
              pages={pages}
              total={data?.searchUsers?.totalCount ?? 0}
              shown={rows.length}
              next={info?.hasNextPage ? (info.endCursor ?? null) : null}
            />
          )
        }
      />
      {open && (open.act === 'create' || user) && (
        <UserDialog
          key={`${open.act}${open.id}`}
          act={open.act}
          user={user}
          roles={roles}
          onReload={refetch}
          onDone={() => {
            setOpen(null);
            void refetch();
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </Panel>
  );
}

/** Colour only where a role asks for it and it is not there yet. */
function Factor({ user }: { user: UserRowFragment }) {
  const words = useFactorWords();
  const isMissing = user.isSecondFactorRequired === true && !user.isSecondFactorOn;
  return (
    <Box component="span" sx={{ color: isMissing ? 'warning.main' : 'text.secondary' }}>
      {words(user)}
    </Box>
  );
}

function useFactorWords() {
  const { t } = useTranslation('people');
  return ({ isSecondFactorOn, isSecondFactorRequired }: UserRowFragment) => {
    if (isSecondFactorOn) return t('factor.on');
    return t(isSecondFactorRequired ? 'factor.missing' : 'factor.off');
  };
}

function State({ user }: { user: UserRowFragment }) {
  const { t } = useTranslation('people');
  const format = useFormat();
  const word = useWord(kinds.user_is_active);
  if (user.isActive) {
    return (
      <Box
        sx={{
          color: 'text.secondary',
          fontWeight: 400,
          textAlign: { xs: 'right', md: 'left' },
          whiteSpace: 'nowrap',
        }}
      >
        {word('true')}
        <Box sx={{ fontSize: 12 }}>
          {user.lastSignedInAt
            ? t('lastSignedIn', { ago: format.ago(user.lastSignedInAt) })
            : t('neverSignedIn')}
        </Box>
      </Box>
    );
  }
  return (
    <Chip
      size="small"
      variant="outlined"
      color="error"
      label={word('false')}
      title={user.inactiveReason ?? ''}
    />
  );
}
