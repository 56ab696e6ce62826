import { useTranslation } from 'react-i18next';
import { businessToday } from '../lib/format.ts';
import type { ExportKind } from './ExportButton.tsx';
import { PrintButton } from './PrintButton.tsx';

interface Props {
  what: ExportKind;
  /** The days of the list; "" for no bound. */
  from: string;
  to: string;
}

/** Prints the valid slips of the days that are shown as one file; of today when all are shown. */
export function PrintDays({ what, from, to }: Props) {
  const { t } = useTranslation('export');
  const isBounded = from !== '' || to !== '';
  const today = businessToday();
  return (
    <PrintButton
      what={what}
      label={t(isBounded ? 'printDays' : 'printToday')}
      parameters={isBounded ? { from, to } : { from: today, to: today }}
    />
  );
}
