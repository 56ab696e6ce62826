import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { DateFilter } from '../../components/DateFilter.tsx';
import type { ReportState } from './use_report.ts';

const END_OF_DAY = '23:59';

/** The moment at which the books are looked at: a day, and an hour of it. */
export function KnownAt({ report }: { report: ReportState }) {
  const { t } = useTranslation('report');
  const [day = '', hour = ''] = report.known.split('T');
  const set = (onDay: string, at: string) =>
    report.set('luc', onDay && `${onDay}T${at || END_OF_DAY}`);
  return (
    <>
      <DateFilter
        label={t('knownAt')}
        value={day}
        max={report.today}
        onChange={(text) => set(text, hour)}
        sx={{ width: { xs: 'calc(50% - 4px)', md: 160 } }}
      />
      <TextField
        type="time"
        label={t('knownHour')}
        value={hour}
        disabled={day === ''}
        onChange={(event) => set(day, event.target.value)}
        sx={{ width: { xs: 'calc(50% - 4px)', md: 140 } }}
        slotProps={{ inputLabel: { shrink: true } }}
      />
    </>
  );
}
