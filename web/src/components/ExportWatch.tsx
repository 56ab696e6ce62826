import { useApolloClient, useQuery } from '@apollo/client/react';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Link from '@mui/material/Link';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { CancelExportDocument, ExportWatchDocument } from '../gql/graphql.ts';
import { sentenceOf } from '../lib/catalogue.ts';
import { exportFilePath, paths } from '../lib/paths.ts';
import { useFormat } from '../lib/use_format.ts';
import { useToast } from './toasts.ts';

const LOOK_EVERY_MS = 500;

/** Fetches a file without leaving the page. */
function download(id: string) {
  const link = document.createElement('a');
  link.href = exportFilePath(id);
  link.download = '';
  link.click();
}

export const percentOf = (done: string | null | undefined, total: string | null | undefined) => {
  const all = BigInt(total ?? '0');
  return all > 0n ? Number((BigInt(done ?? '0') * 100n) / all) : null;
};

/** How far a file is; fetched as soon as it is there, in words when it cannot be. */
export function ExportWatch({ id, onClose }: { id: string; onClose(): void }) {
  const { t } = useTranslation('export');
  const format = useFormat();
  const toast = useToast();
  const client = useApolloClient();
  const { data, stopPolling } = useQuery(ExportWatchDocument, {
    variables: { id },
    pollInterval: LOOK_EVERY_MS,
    fetchPolicy: 'network-only',
  });
  const made = data?.export;
  const job = made?.longJob;
  const status = job?.status ?? 'waiting';
  useEffect(() => {
    if (status === 'waiting' || status === 'running') return;
    stopPolling();
    if (status === 'done') {
      download(id);
      toast({ text: t('done', { rows: format.quantity(made?.rowCount) }) });
    }
    if (status !== 'failed') onClose();
  }, [status, id, made?.rowCount, stopPolling, toast, t, format, onClose]);

  async function cancel() {
    if (job)
      await client
        .mutate({
          mutation: CancelExportDocument,
          variables: { input: { clientKey: crypto.randomUUID(), longJobId: job.id } },
        })
        .catch(() => undefined);
    onClose();
  }

  const sentence = sentenceOf(job?.problem ?? 'INTERNAL', {}, format.language);
  const percent = percentOf(job?.doneCount, job?.totalCount);
  return (
    <Box role="status" sx={boxStyle} className="no-print">
      {status === 'failed' ? (
        <Alert severity="error" variant="outlined" sx={{ mb: 2 }}>
          {sentence?.what} {sentence?.action}
        </Alert>
      ) : (
        <>
          <Box sx={{ fontWeight: 600, mb: 1 }}>{t('preparing')}</Box>
          <LinearProgress
            aria-label={t('preparing')}
            variant={percent === null ? 'indeterminate' : 'determinate'}
            {...(percent === null ? {} : { value: percent })}
          />
          <Box sx={{ fontSize: 13, color: 'text.secondary', my: 1.5 }}>
            {percent === null
              ? t('hint')
              : t('progress', {
                  done: format.quantity(job?.doneCount),
                  total: format.quantity(job?.totalCount),
                })}
          </Box>
        </>
      )}
      <Box sx={{ display: 'flex', gap: 2, alignItems: 'center' }}>
        <Link component={RouterLink} to={paths.exports} variant="body2">
          {t('all')}
        </Link>
        <Button size="small" color="inherit" sx={{ ml: 'auto' }} onClick={onClose}>
          {t('close')}
        </Button>
        {status !== 'failed' && (
          <Button
            size="small"
            variant="outlined"
            color="inherit"
            disabled={!job}
            onClick={() => void cancel()}
          >
            {t('cancel')}
          </Button>
        )}
      </Box>
    </Box>
  );
}

const boxStyle = {
  position: 'fixed',
  right: 24,
  bottom: 24,
  zIndex: 'snackbar',
  width: 340,
  maxWidth: 'calc(100vw - 32px)',
  p: 4,
  textAlign: 'left',
  flex: 'none !important',
  bgcolor: 'background.paper',
  border: '1px solid',
  borderColor: 'divider',
  borderRadius: 1.5,
  boxShadow: '0 8px 24px rgb(16 24 40 / .14)',
};
