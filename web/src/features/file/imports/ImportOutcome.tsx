import { useApolloClient } from '@apollo/client/react';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import { BackDatingNote, daysBack } from '../../../components/BackDating.tsx';
import { Facts } from '../../../components/Facts.tsx';
import type { Answers } from '../../../components/questions/answers.ts';
import { useToast } from '../../../components/toasts.ts';
import { ApplyImportDocument } from '../../../gql/graphql.ts';
import type { ImportStateFragment } from '../../../gql/graphql.ts';
import { sentenceOf } from '../../../lib/catalogue.ts';
import { newImportPath, paths } from '../../../lib/paths.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { ActivateNew } from './ActivateNew.tsx';
import { ImportUndo } from './ImportUndo.tsx';

interface Props {
  file: ImportStateFragment;
  isOwn: boolean;
  onChanged(): void;
}

const placeOf: Readonly<Record<string, string>> = {
  agencies: paths.agencies,
  items: paths.items,
  opening_stock: paths.items,
  opening_debt: paths.agencies,
  receipts: paths.receipts,
};

/** What became of a file, what it does or did in numbers, and what can be done next. */
export function ImportOutcome({ file, isOwn, onChanged }: Props) {
  const { t } = useTranslation('imports');
  const [isAsking, setAsking] = useState(false);
  const isReady = file.status === 'checked' && file.faultCount === '0' && file.rowCount !== '0';
  const hasFaults = file.status === 'checked' && file.faultCount !== '0';
  const name = useName(file);
  return (
    <Box sx={{ display: 'grid', gap: 4 }}>
      <Verdict file={file} />
      {isReady && (
        <Box sx={{ maxWidth: 420 }}>
          <FirstDay file={file} />
          <ToBeAnswered file={file} />
        </Box>
      )}
      {(isReady || file.status === 'applied') && (
        <Box sx={{ maxWidth: 420 }}>
          <Summary file={file} />
        </Box>
      )}
      {isReady && isOwn && <ActivateNew file={file} onChanged={onChanged} />}
      <Box className="no-print" sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
        {isReady && isOwn && (
          <Button variant="contained" onClick={() => setAsking(true)}>
            {t('apply')}
          </Button>
        )}
        {file.status === 'applied' && (
          <Button
            variant="contained"
            component={RouterLink}
            to={placeOf[file.what] ?? paths.overview}
          >
            {t('see', { name })}
          </Button>
        )}
        {isOwn && (
          <Button
            variant={isReady || file.status === 'applied' ? 'outlined' : 'contained'}
            color={isReady || file.status === 'applied' ? 'inherit' : 'primary'}
            component={RouterLink}
            to={newImportPath(file.what)}
          >
            {t(hasFaults ? 'mended' : 'newFile')}
          </Button>
        )}
        <ImportUndo file={file} onChanged={onChanged} />
      </Box>
      {isAsking && (
        <ApplyDialog
          file={file}
          onDone={() => {
            setAsking(false);
            onChanged();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Box>
  );
}

function useName({ kind }: ImportStateFragment) {
  const { language } = useFormat();
  const name = (language === 'en' ? kind?.nameEn : kind?.nameVi) ?? '';
  return name.toLowerCase();
}

/** In one sentence; what refused it speaks in the words of the catalogue. */
function Verdict({ file }: { file: ImportStateFragment }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const job = file.applyJob ?? file.checkJob;
  // a code that is newer than this page is a failure, too
  const problem =
    job?.status !== 'failed'
      ? null
      : (sentenceOf(job.problem ?? 'INTERNAL', {}, format.language)
        ?? sentenceOf('INTERNAL', {}, format.language));
  if (file.status === 'applied')
    return (
      <Alert severity="success" variant="outlined">
        {t('applied', { at: format.moment(file.appliedAt) })}
      </Alert>
    );
  if (file.status === 'undone')
    return (
      <Alert severity="info" variant="outlined">
        {t('undo.was', { at: format.moment(file.undoneAt), reason: file.undoReason })}
      </Alert>
    );
  if (file.status === 'expired')
    return (
      <Alert severity="warning" variant="outlined">
        {t('expired')}
      </Alert>
    );
  if (problem)
    return (
      <Alert severity="error" variant="outlined">
        {problem.what} {problem.action}
      </Alert>
    );
  if (file.status === 'cancelled')
    return (
      <Alert severity="info" variant="outlined">
        {t('cancelled')}
      </Alert>
    );
  if (file.status === 'uploading')
    return (
      <Alert severity="warning" variant="outlined">
        {t('unfinished')}
      </Alert>
    );
  if (file.faultCount !== '0')
    return (
      <Alert severity="error" variant="outlined">
        {t('faulty', { faults: format.quantity(file.faultCount) })}
      </Alert>
    );
  if (file.rowCount === '0')
    return (
      <Alert severity="warning" variant="outlined">
        {t('noRows')}
      </Alert>
    );
  return (
    <Alert severity="info" variant="outlined">
      {t('clean')}
    </Alert>
  );
}

const moneys = new Set(['amount', 'worth']);

const FIRST_DAY = 'first_day';
const summaryOf = ({ summary }: ImportStateFragment) => (summary ?? {}) as Record<string, string>;

/** How far back the earliest row goes, when it does. */
function FirstDay({ file }: { file: ImportStateFragment }) {
  const { t } = useTranslation('imports');
  const day = summaryOf(file)[FIRST_DAY] ?? '';
  return daysBack(day) > 0 ? <BackDatingNote day={day} text={t('firstDay')} /> : null;
}

/** That something will be asked: nothing is booked before it is answered. */
function ToBeAnswered({ file }: { file: ImportStateFragment }) {
  const { t } = useTranslation('imports');
  const count = Number(file.questionCount);
  return count > 0 ? (
    <Alert severity="warning" variant="outlined" sx={{ mb: 3 }}>
      {t('questions', { count })}
    </Alert>
  ) : null;
}

/** What the rows do to the books. */
function Summary({ file }: { file: ImportStateFragment }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const told = Object.entries(summaryOf(file)).filter(
    ([name, value]) => name !== FIRST_DAY && (value !== '0' || name !== 'over_debt_limit'),
  );
  return (
    <Facts
      facts={[
        [t('rows'), format.quantity(file.rowCount)],
        ...told.map(
          ([name, value]) =>
            [
              t(`summary.${name as 'items'}`),
              moneys.has(name) ? format.money(value) : format.quantity(value),
            ] as const,
        ),
      ]}
    />
  );
}

function ApplyDialog({
  file,
  onDone,
  onClose,
}: {
  file: ImportStateFragment;
  onDone(): void;
  onClose(): void;
}) {
  const { t } = useTranslation('imports');
  const client = useApolloClient();
  const toast = useToast();
  const name = useName(file);
  async function act(clientKey: string, _reason: string, answers: Answers) {
    await client.mutate({
      mutation: ApplyImportDocument,
      variables: { input: { clientKey, importId: file.id, ...answers } },
    });
    toast({ text: t('started') });
  }
  return (
    <ActDialog
      title={t('applyTitle', { name })}
      verb={t('apply')}
      act={act}
      onChanged={onDone}
      onClose={onClose}
    >
      <Typography sx={{ mb: 3 }}>
        {t('applyText')} {t(file.what === 'opening_debt' ? 'undo.maybe' : 'undo.never')}
      </Typography>
      <FirstDay file={file} />
      <ToBeAnswered file={file} />
      <Summary file={file} />
    </ActDialog>
  );
}
