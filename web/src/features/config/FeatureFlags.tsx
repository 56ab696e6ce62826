import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Switch from '@mui/material/Switch';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import kinds from '../../../../db/words/kinds.json';
import { EmptyState } from '../../components/EmptyState.tsx';
import { FormDialog } from '../../components/form/FormDialog.tsx';
import { useCommandForm } from '../../components/form/use_command_form.ts';
import { Panel } from '../../components/Panel.tsx';
import { useToast } from '../../components/toasts.ts';
import { SetFeatureFlagDocument } from '../../gql/graphql.ts';
import type { FeatureFlagRowFragment } from '../../gql/graphql.ts';
import { useSession } from '../../lib/session.ts';
import { useFormat } from '../../lib/use_format.ts';
import { useWord } from '../../lib/words.ts';
import { useRegulationWords } from './regulation_words.ts';

interface Props {
  flags: FeatureFlagRowFragment[] | undefined;
  reload(): Promise<unknown>;
}

/** Parts of the system that are switched on and off, for everybody at once. */
export function FeatureFlags({ flags, reload }: Props) {
  const { t } = useTranslation('config');
  const word = useWord(kinds.on_off);
  const { can } = useSession();
  const format = useFormat();
  const words = useRegulationWords();
  const [open, setOpen] = useState<string | null>(null);
  const flag = flags?.find(({ id }) => id === open);
  return (
    <Panel title={t('flags.title')} isFlush>
      {!flags && (
        <Box sx={{ px: 4, pb: 4 }}>
          <Skeleton width="50%" />
        </Box>
      )}
      {flags?.length === 0 && <EmptyState text={t('flags.empty')} />}
      {flags?.map((row) => (
        <Box key={row.id} component="label" sx={rowStyle}>
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <Box sx={{ fontWeight: 600 }}>{words.nameOf(row)}</Box>
            <Box
              sx={{ color: 'text.secondary', fontSize: 12 }}
            >{`${row.key} · ${t('flags.changed', { moment: format.moment(row.updatedAt) })}`}</Box>
          </Box>
          <Box component="span" sx={{ color: 'text.secondary', fontSize: 13 }}>
            {word(String(row.isOn))}
          </Box>
          <Switch
            checked={row.isOn}
            disabled={!can('config:write')}
            onChange={() => setOpen(row.id)}
            slotProps={{ input: { 'aria-label': words.nameOf(row) } }}
          />
        </Box>
      ))}
      {flag && <FlagDialog flag={flag} reload={reload} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

function FlagDialog({
  flag,
  reload,
  onClose,
}: {
  flag: FeatureFlagRowFragment;
  reload(): Promise<unknown>;
  onClose(): void;
}) {
  const { t } = useTranslation('config');
  const client = useApolloClient();
  const toast = useToast();
  const name = useRegulationWords().nameOf(flag);
  // What was meant stays meant, also when the switch moves under the dialog.
  const [isOn] = useState(!flag.isOn);
  const state = useCommandForm({
    saved: {},
    send: (_, { clientKey }) =>
      client.mutate({
        mutation: SetFeatureFlagDocument,
        variables: { input: { clientKey, key: flag.key, isOn, version: flag.version } },
      }),
    onSent() {
      toast({ text: t(isOn ? 'flags.doneOn' : 'flags.doneOff', { name }) });
      onClose();
    },
  });
  return (
    <FormDialog
      of={state}
      title={t(isOn ? 'flags.turnOn' : 'flags.turnOff')}
      verb={t(isOn ? 'flags.verbOn' : 'flags.verbOff')}
      onReload={reload}
      onClose={onClose}
    >
      <Typography>{t('flags.text', { name })}</Typography>
    </FormDialog>
  );
}

const rowStyle = {
  display: 'flex',
  alignItems: 'center',
  gap: 3,
  px: 4,
  py: 2,
  borderTop: '1px solid',
  borderColor: 'divider',
};
