import DownloadIcon from '@mui/icons-material/DownloadOutlined';
import PrintIcon from '@mui/icons-material/PrintOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { businessToday } from '../../../lib/format.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { CopyButton } from './CopyButton.tsx';
import './recovery_print.css';

/**
 * Codes for when the phone is away. They are shown this once, so it ends with saying that they are
 * kept.
 */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept(): void }) {
  const { t } = useTranslation('account');
  const { user } = useSession();
  const format = useFormat();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const facts = t('codes.of', { email: user.email, date: format.date(businessToday()) });

  function download() {
    const url = URL.createObjectURL(
      new Blob([[t('codes.fileTitle'), facts, '', ...codes, ''].join('\r\n')], {
        type: 'text/plain;charset=utf-8',
      }),
    );
    const link = Object.assign(document.createElement('a'), {
      href: url,
      download: t('codes.fileName'),
    });
    link.click();
    URL.revokeObjectURL(url);
  }

  return (
    <>
      <Typography
        variant="h2"
        component="h3"
        ref={heading}
        tabIndex={-1}
        sx={{ mb: 1, '&:focus': { outline: 'none' } }}
      >
        {t('codes.ready')}
      </Typography>
      <Typography color="textSecondary">{t('codes.text')}</Typography>
      <Box component="ol" aria-label={t('codes.title')} sx={listStyle}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
        <CopyButton text={codes.join('\n')} />
        <Button
          size="small"
          variant="outlined"
          color="inherit"
          startIcon={<DownloadIcon />}
          onClick={download}
        >
          {t('codes.download')}
        </Button>
        <Button
          size="small"
          variant="outlined"
          color="inherit"
          startIcon={<PrintIcon />}
          onClick={() => window.print()}
        >
          {t('codes.print')}
        </Button>
      </Box>
      <Button variant="contained" onClick={onKept} sx={{ mt: 5 }}>
        {t('codes.kept')}
      </Button>
      {createPortal(
        <section className="recovery-print" aria-hidden="true">
          <h1>{t('codes.fileTitle')}</h1>
          <p>{facts}</p>
          <ol>
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ol>
        </section>,
        document.body,
      )}
    </>
  );
}

const listStyle = {
  display: 'grid',
  gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
  gap: 2,
  my: 4,
  px: 4,
  py: 3,
  listStyle: 'none',
  borderRadius: 1,
  bgcolor: 'tint.neutral',
  '& code': { fontFamily: 'ui-monospace, monospace', fontSize: 15, letterSpacing: '0.04em' },
};
