import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use_format.ts';
import './issue/issue_print.css';

interface HeadProps {
  title: string;
  code: string | null;
  date: string;
  rows: readonly string[];
}

/** Only on paper: A5 landscape. */
export function PaperHead({ title, code, date, rows }: HeadProps) {
  const { t } = useTranslation('common');
  const format = useFormat();
  return (
    <Box className="print-only issue-paper-head" aria-hidden="true">
      <div>
        <strong>{t('app')}</strong>
        <span>
          {code} · {format.date(date)}
        </span>
      </div>
      <p>{title}</p>
      {rows.map((row) => (
        <div key={row}>
          <span>{row}</span>
        </div>
      ))}
    </Box>
  );
}

export function PaperSignatures({ names }: { names: readonly string[] }) {
  return (
    <Box className="print-only issue-paper-signatures" aria-hidden="true">
      {names.map((name) => (
        <span key={name}>{name}</span>
      ))}
    </Box>
  );
}
