import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { useTranslation } from 'react-i18next';
import kinds from '../../../../../db/words/kinds.json';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { percentOf } from '../../../components/ExportWatch.tsx';
import { useCommand } from '../../../components/form/use_command.ts';
import { CancelImportDocument } from '../../../gql/graphql.ts';
import type { ImportStateFragment } from '../../../gql/graphql.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useWord } from '../../../lib/words.ts';

interface Props {
  file: ImportStateFragment;
  isOwn: boolean;
  onChanged(): void;
}

/** How far the worker is, and the way to stop it. */
export function ImportProgress({ file, isOwn, onChanged }: Props) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const client = useApolloClient();
  const command = useCommand();
  const isApplying = file.status === 'applying';
  const job = isApplying ? file.applyJob : file.checkJob;
  const [done, total] = isApplying
    ? [null, null]
    : [file.checkJob?.doneCount, file.checkJob?.totalCount];
  const percent = percentOf(done, total);
  const word = useWord(kinds.import_status)(isApplying ? 'applying' : 'checking');
  const cancel = () =>
    command.send(async (clientKey) => {
      await client.mutate({
        mutation: CancelImportDocument,
        variables: { input: { clientKey, longJobId: job?.id ?? '' } },
      });
      onChanged();
    });
  return (
    <Box role="status">
      <CommandRefusal of={command} />
      <Box sx={{ fontWeight: 600, mb: 1 }}>{word}</Box>
      <LinearProgress
        aria-label={word}
        variant={percent === null ? 'indeterminate' : 'determinate'}
        {...(percent === null ? {} : { value: Math.min(100, percent) })}
      />
      <Box sx={{ fontSize: 13, color: 'text.secondary', my: 1.5 }}>
        {done && done !== '0' && (
          <>
            {total
              ? t('progressOf', { done: format.quantity(done), total: format.quantity(total) })
              : t('progress', { done: format.quantity(done) })}
            {' · '}
          </>
        )}
        {t(isApplying ? 'applyingHint' : 'checkingHint')}
      </Box>
      {isOwn && (
        <Button
          size="small"
          variant="outlined"
          color="inherit"
          disabled={!job || command.isBusy}
          onClick={() => void cancel()}
        >
          {t('cancel')}
        </Button>
      )}
    </Box>
  );
}
