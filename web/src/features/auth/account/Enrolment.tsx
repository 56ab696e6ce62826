import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, Way } from '../../../components/Refusal.tsx';
import { problemOf } from '../../../lib/problem.ts';
import type { Problem } from '../../../lib/problem.ts';
import { CodeForm } from '../CodeForm.tsx';
import { beginEnrolment, confirmEnrolment } from './account.ts';
import type { EnrolmentKey } from './account.ts';
import { CopyButton } from './CopyButton.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';

const QrCode = lazy(async () => ({ default: (await import('./QrCode.tsx')).QrCode }));

/** JBSWY3DPEHPK3PXP → JBSW Y3DP EHPK 3PXP, as one reads it while typing. */
const inFours = (secret: string) => secret.match(/.{1,4}/g)?.join(' ') ?? secret;

interface Props {
  onDone(): void;
  /** Without it there is no way back: the shell shows this alone. */
  onCancel?(): void;
}

/** Scan, type the first code, keep the recovery codes. */
export function Enrolment({ onDone, onCancel }: Props) {
  const { t } = useTranslation(['account', 'common']);
  const { key, problem, begin } = useKey(onDone);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} onKept={onDone} />;
  if (problem) {
    return (
      <>
        <Refusal problem={problem}>
          <Way onClick={begin}>{t('common:action.retry')}</Way>
        </Refusal>
        {onCancel && (
          <Button color="inherit" onClick={onCancel}>
            {t('common:action.cancel')}
          </Button>
        )}
      </>
    );
  }
  return (
    <Box sx={{ display: 'grid', gap: 5 }} aria-busy={!key}>
      <Step number={1} title={t('enrol.scan')}>
        <Typography color="textSecondary" sx={{ mb: 3 }}>
          {t('enrol.scanText')}
        </Typography>
        <KeyToScan enrolment={key} />
      </Step>
      <Step number={2} title={t('enrol.type')}>
        <Box sx={{ maxWidth: 320 }}>
          <CodeForm
            verb={t('enrol.confirm')}
            onCode={async (code) => setCodes(await confirmEnrolment(code))}
            {...(onCancel ? { onBack: onCancel } : {})}
          />
        </Box>
      </Step>
    </Box>
  );
}

/** A new key each time this opens; one that was not confirmed is worth nothing. */
function useKey(onDone: () => void) {
  const [key, setKey] = useState<EnrolmentKey | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  async function begin() {
    try {
      setKey(await beginEnrolment());
      setProblem(null);
    } catch (error) {
      const found = problemOf(error);
      // Another window was faster: what was wanted is there.
      if (isEnrolled(found)) onDone();
      else setProblem(found);
    }
  }
  const first = useRef(begin);
  useEffect(() => {
    void first.current();
  }, []);
  return {
    key,
    problem,
    begin: () => {
      void begin();
    },
  };
}

function isEnrolled({ code, details: { fields } }: Problem) {
  return (
    code === 'VALIDATION_ERROR'
    && Array.isArray(fields)
    && fields.some(({ reason }: { reason?: string }) => reason === 'already_enrolled')
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <Box
      component="section"
      aria-label={title}
      sx={{ display: 'grid', gridTemplateColumns: '24px minmax(0, 1fr)', columnGap: 3 }}
    >
      <Box aria-hidden="true" sx={numberStyle}>
        {number}
      </Box>
      <Box>
        <Typography variant="h2" component="h3" sx={{ mb: 1, lineHeight: '24px' }}>
          {title}
        </Typography>
        {children}
      </Box>
    </Box>
  );
}

function KeyToScan({ enrolment }: { enrolment: EnrolmentKey | null }) {
  const { t } = useTranslation('account');
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 4, alignItems: 'center' }}>
      {/* White in the dark too: a camera wants dark squares on a light ground. */}
      <Box
        sx={{
          p: 3,
          bgcolor: '#fff',
          border: '1px solid',
          borderColor: 'divider',
          borderRadius: 1,
          width: 186,
          height: 186,
          boxSizing: 'border-box',
        }}
      >
        {enrolment && (
          <Suspense fallback={<Skeleton variant="rectangular" width={160} height={160} />}>
            <QrCode text={enrolment.uri} label={t('enrol.qr')} />
          </Suspense>
        )}
      </Box>
      <Box sx={{ flex: '1 1 200px', minWidth: 0 }}>
        <Typography variant="body2" color="textSecondary">
          {t('enrol.byHand')}
        </Typography>
        <Box
          component="code"
          data-testid="secret"
          sx={{
            display: 'block',
            my: 1,
            fontFamily: 'ui-monospace, monospace',
            fontSize: 14,
            maxWidth: '20ch',
          }}
        >
          {enrolment ? inFours(enrolment.secret) : <Skeleton width="80%" />}
        </Box>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
          {enrolment && <CopyButton text={enrolment.secret} />}
          {/* A phone does not scan its own screen. */}
          {enrolment && (
            <Button
              size="small"
              variant="outlined"
              color="inherit"
              href={enrolment.uri}
              sx={{ display: { md: 'none' } }}
            >
              {t('enrol.open')}
            </Button>
          )}
        </Box>
      </Box>
    </Box>
  );
}

const numberStyle = {
  width: 24,
  height: 24,
  borderRadius: '50%',
  display: 'grid',
  placeItems: 'center',
  fontSize: 12.5,
  fontWeight: 600,
  bgcolor: 'tint.primary',
  color: 'primary.main',
};
