import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { NO_CONNECTION, problemOf } from '../lib/problem.ts';

// the catalogue is not on the way to the first page, and without a connection it is not needed
const RefusalSentence = lazy(async () => ({
  default: (await import('./RefusalSentence.tsx')).RefusalSentence,
}));

/** A part of a page that could not be loaded: what happened, and once more. */
export function LoadFailed({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const { t } = useTranslation();
  const problem = problemOf(error);
  return (
    <Box role="alert" sx={{ py: 10, px: 4, textAlign: 'center' }}>
      <Typography variant="h2" component="p">
        {t('problem.load')}
      </Typography>
      <Typography color="textSecondary">
        {problem.code === NO_CONNECTION ? (
          t('problem.noConnection')
        ) : (
          <Suspense>
            <RefusalSentence problem={problem} />
          </Suspense>
        )}
      </Typography>
      {problem.traceId && (
        <Typography variant="body2" color="textSecondary">
          {t('problem.traceId', { traceId: problem.traceId })}
        </Typography>
      )}
      <Button variant="outlined" color="inherit" onClick={onRetry} sx={{ mt: 3 }}>
        {t('action.retry')}
      </Button>
    </Box>
  );
}
