import CopyIcon from '@mui/icons-material/ContentCopyOutlined';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Puts a text on the clipboard, and says whether it is there. */
export function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation('account');
  const [state, setState] = useState<'copy' | 'copied' | 'notCopied'>('copy');
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      // Forbidden or no secure address: the text stands there to be marked.
      setState('notCopied');
    }
  }
  return (
    <Button
      size="small"
      variant="outlined"
      color="inherit"
      startIcon={<CopyIcon />}
      aria-live="polite"
      onClick={() => void copy()}
    >
      {t(`codes.${state}`)}
    </Button>
  );
}
