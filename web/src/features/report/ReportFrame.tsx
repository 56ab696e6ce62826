import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DateFilter } from '../../components/DateFilter.tsx';
import { ExportButton } from '../../components/ExportButton.tsx';
import type { ExportKind } from '../../components/ExportButton.tsx';
import { PrintButton } from '../../components/PrintButton.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { useFormat } from '../../lib/use_format.ts';
import { KnownAt } from './KnownAt.tsx';
import type { ReportState } from './use_report.ts';

type Control = 'month' | 'span' | 'day' | 'known' | 'search' | 'searchItem';

interface Props {
  report: ReportState;
  controls: readonly Control[];
  /** What is exported of it, and the filters on screen. */
  what: ExportKind;
  filters: Readonly<Record<string, string | null | undefined>>;
  /** How the figures are to be read. */
  lead: string;
  /** Moment the figures are from; null for those that are exact at the moment of asking. */
  freshAt: string | null | undefined;
  /** The figures that matter, above the table. */
  strip: readonly (readonly [label: string, figure: ReactNode])[];
  children: ReactNode;
}

/** What every report has: the time it is of, how fresh it is, its main figures, and its table. */
export function ReportFrame({
  report,
  controls,
  what,
  filters,
  lead,
  freshAt,
  strip,
  children,
}: Props) {
  const { t } = useTranslation('report');
  const format = useFormat();
  const fresh =
    freshAt === null ? t('exact') : freshAt && t('freshAt', { moment: format.moment(freshAt) });
  return (
    <>
      <Box
        className="no-print"
        sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, mb: 3, alignItems: 'center' }}
      >
        {controls.map((control) => (
          <Control key={control} control={control} report={report} />
        ))}
        <Box sx={{ ml: { md: 'auto' }, display: 'flex', gap: 2 }}>
          <ExportButton what={what} parameters={{ search: report.search, ...filters }} />
          <PrintButton
            what={what}
            hasSizes={false}
            parameters={{ search: report.search, ...filters }}
          />
        </Box>
      </Box>
      {report.knownAt && controls.includes('known') && (
        <Alert
          severity="info"
          variant="outlined"
          sx={{ mb: 3, bgcolor: 'background.paper', color: 'text.primary' }}
          action={
            <Button color="inherit" size="small" onClick={() => report.set('luc', '')}>
              {t('knownNow')}
            </Button>
          }
        >
          {t('knownText', { moment: format.moment(report.knownAt) })}
        </Alert>
      )}
      <Typography color="textSecondary" sx={{ mb: 3 }}>
        {[lead, report.knownAt && controls.includes('known') ? null : fresh]
          .filter(Boolean)
          .join(' ')}
      </Typography>
      <Box component="dl" sx={stripStyle}>
        {strip.map(([label, figure]) => (
          <div key={label}>
            <Box component="dt" sx={{ fontSize: 12, color: 'text.secondary', fontWeight: 600 }}>
              {label}
            </Box>
            <Box
              component="dd"
              sx={{
                m: 0,
                fontSize: 18,
                fontWeight: 650,
                whiteSpace: 'nowrap',
                fontVariantNumeric: 'tabular-nums',
              }}
            >
              {figure}
            </Box>
          </div>
        ))}
      </Box>
      {children}
    </>
  );
}

const stripStyle = {
  m: 0,
  mb: 4,
  display: 'grid',
  gap: 3,
  gridTemplateColumns: 'repeat(auto-fit, minmax(160px, 1fr))',
  '& > div': {
    bgcolor: 'background.paper',
    border: '1px solid',
    borderColor: 'divider',
    borderRadius: 1,
    px: 4,
    py: 3,
  },
};

const narrow = { width: { xs: 'calc(50% - 4px)', md: 160 } };

function Control({ control, report }: { control: Control; report: ReportState }) {
  const { t } = useTranslation('report');
  const { month, from, to, today, set } = report;
  if (control === 'month') {
    return (
      <TextField
        type="month"
        label={t('month')}
        value={month.slice(0, 7)}
        onChange={({ target: { value } }) => set('thang', value && `${value}-01`)}
        sx={narrow}
        slotProps={{ inputLabel: { shrink: true }, htmlInput: { max: today.slice(0, 7) } }}
      />
    );
  }
  const until = (label: string) => (
    <DateFilter
      label={label}
      value={to}
      max={today}
      onChange={(day) => set('den', day)}
      sx={narrow}
    />
  );
  if (control === 'span')
    return (
      <>
        <DateFilter
          label={t('from')}
          value={from}
          max={to}
          onChange={(day) => set('tu', day)}
          sx={narrow}
        />
        {until(t('to'))}
      </>
    );
  if (control === 'day') return until(t('on'));
  if (control === 'known') return <KnownAt report={report} />;
  return (
    <SearchBox
      label={t(control)}
      value={report.search}
      onChange={(text) => report.set('q', text)}
    />
  );
}
