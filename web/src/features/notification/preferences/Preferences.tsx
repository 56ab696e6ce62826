import { useApolloClient, useQuery } from '@apollo/client/react';
import Checkbox from '@mui/material/Checkbox';
import Skeleton from '@mui/material/Skeleton';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useTranslation } from 'react-i18next';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useCommand } from '../../../components/form/use_command.ts';
import { SetPreferenceDocument, PreferenceListDocument } from '../../../gql/graphql.ts';
import type { PreferenceFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useFormat } from '../../../lib/use_format.ts';

/** What the person wants to hear of, and how. */
export function Preferences() {
  const { t } = useTranslation('notification');
  const { data, error, refetch } = useQuery(PreferenceListDocument);
  const rows = data && nodesOf(data.listPreferences);
  return (
    <Panel title={t('preferences.title')} isFlush>
      {error && !rows && <LoadFailed error={error} onRetry={() => void refetch()} />}
      {!rows && !error && <Skeleton height={160} sx={{ mx: 4 }} />}
      {rows && (
        <Table aria-label={t('preferences.title')}>
          <TableHead>
            <TableRow>
              <TableCell>{t('preferences.kind')}</TableCell>
              <TableCell align="center">{t('preferences.inApp')}</TableCell>
              <TableCell align="center">{t('preferences.byMail')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map((preference) => (
              <PreferenceRow
                key={preference.kind}
                preference={preference}
                onChanged={() => void refetch()}
              />
            ))}
          </TableBody>
        </Table>
      )}
    </Panel>
  );
}

function PreferenceRow({
  preference,
  onChanged,
}: {
  preference: PreferenceFragment;
  onChanged(): void;
}) {
  const { t } = useTranslation('notification');
  const { language } = useFormat();
  const client = useApolloClient();
  const command = useCommand();
  const name = (language === 'vi' ? preference.nameVi : preference.nameEn) ?? '';
  const now = { isInApp: preference.isInApp === true, isByMail: preference.isByMail === true };
  const change = (changed: Partial<typeof now>) =>
    void command.send(async () => {
      // each click is an intention of its own
      await client.mutate({
        mutation: SetPreferenceDocument,
        variables: {
          input: { clientKey: crypto.randomUUID(), kind: preference.kind, ...now, ...changed },
        },
      });
      onChanged();
    });
  return (
    <TableRow hover>
      <TableCell component="th" scope="row">
        {name}
        <CommandRefusal of={command} />
      </TableCell>
      <TableCell align="center">
        <Checkbox
          size="small"
          checked={now.isInApp}
          disabled={preference.isOptional !== true || command.isBusy}
          title={preference.isOptional === true ? '' : t('preferences.fixed')}
          onChange={() => change({ isInApp: !now.isInApp })}
          slotProps={{ input: { 'aria-label': `${t('preferences.inApp')}: ${name}` } }}
        />
      </TableCell>
      <TableCell align="center">
        <Checkbox
          size="small"
          checked={now.isByMail}
          disabled={command.isBusy}
          onChange={() => change({ isByMail: !now.isByMail })}
          slotProps={{ input: { 'aria-label': `${t('preferences.byMail')}: ${name}` } }}
        />
      </TableCell>
    </TableRow>
  );
}
