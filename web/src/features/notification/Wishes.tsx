import { useApolloClient, useQuery } from '@apollo/client/react';
import Checkbox from '@mui/material/Checkbox';
import Skeleton from '@mui/material/Skeleton';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useTranslation } from 'react-i18next';
import { CommandRefusal } from '../../components/CommandRefusal.tsx';
import { LoadFailed } from '../../components/LoadFailed.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useCommand } from '../../components/use_command.ts';
import { SetWishDocument, WishListDocument } from '../../gql/graphql.ts';
import type { WishFragment } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { useFormat } from '../../lib/use_format.ts';
import './texts/index.ts';

/** What the person wants to hear of, and how. */
export function Wishes() {
  const { t } = useTranslation('notification');
  const { data, error, refetch } = useQuery(WishListDocument);
  const rows = data && nodesOf(data.listPreferences);
  return (
    <Panel title={t('wishes.title')} isFlush>
      {error && !rows && <LoadFailed error={error} onRetry={() => void refetch()} />}
      {!rows && !error && <Skeleton height={160} sx={{ mx: 4 }} />}
      {rows && (
        <Table aria-label={t('wishes.title')}>
          <TableHead>
            <TableRow>
              <TableCell>{t('wishes.kind')}</TableCell>
              <TableCell align="center">{t('wishes.inApp')}</TableCell>
              <TableCell align="center">{t('wishes.byMail')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>{rows.map((wish) => <WishRow key={wish.kind} wish={wish} onChanged={() => void refetch()} />)}</TableBody>
        </Table>
      )}
    </Panel>
  );
}

function WishRow({ wish, onChanged }: { wish: WishFragment; onChanged(): void }) {
  const { t } = useTranslation('notification');
  const { language } = useFormat();
  const client = useApolloClient();
  const command = useCommand();
  const name = (language === 'vi' ? wish.nameVi : wish.nameEn) ?? '';
  const now = { isInApp: wish.isInApp === true, isByMail: wish.isByMail === true };
  const change = (changed: Partial<typeof now>) => void command.send(async () => {
    // each click is an intention of its own
    await client.mutate({ mutation: SetWishDocument, variables: { input: { clientKey: crypto.randomUUID(), kind: wish.kind, ...now, ...changed } } });
    onChanged();
  });
  return (
    <TableRow hover>
      <TableCell component="th" scope="row">{name}<CommandRefusal command={command} /></TableCell>
      <TableCell align="center">
        <Checkbox size="small" checked={now.isInApp} disabled={wish.isOptional !== true || command.isBusy} title={wish.isOptional === true ? '' : t('wishes.fixed')}
          onChange={() => change({ isInApp: !now.isInApp })} slotProps={{ input: { 'aria-label': `${t('wishes.inApp')}: ${name}` } }} />
      </TableCell>
      <TableCell align="center">
        <Checkbox size="small" checked={now.isByMail} disabled={command.isBusy}
          onChange={() => change({ isByMail: !now.isByMail })} slotProps={{ input: { 'aria-label': `${t('wishes.byMail')}: ${name}` } }} />
      </TableCell>
    </TableRow>
  );
}
