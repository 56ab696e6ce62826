import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { sentenceOf } from '../lib/catalogue.ts';
import { NO_CONNECTION, problemOf } from '../lib/problem.ts';
import { useFormat } from '../lib/use_format.ts';

/** A part of a page that could not be loaded: what happened, and once more. */
export function LoadFailed({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const { t } = useTranslation();
  const { language } = useFormat();
  const problem = problemOf(error);
  const sentence = sentenceOf(problem.code, { trace_id: problem.traceId, ...problem.details }, language);
  const what = problem.code === NO_CONNECTION ? t('problem.noConnection') : sentence?.what;
  return (
    <Box role="alert" sx={{ py: 10, px: 4, textAlign: 'center' }}>
      <Typography variant="h2" component="p">{t('problem.load')}</Typography>
      {what && <Typography color="textSecondary">{what}</Typography>}
      {problem.traceId && (
        <Typography variant="body2" color="textSecondary">{t('problem.traceId', { traceId: problem.traceId })}</Typography>
      )}
      <Button variant="outlined" color="inherit" onClick={onRetry} sx={{ mt: 3 }}>{t('action.retry')}</Button>
    </Box>
  );
}
