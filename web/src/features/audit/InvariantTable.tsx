import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import { useTranslation } from 'react-i18next';
import invariants from '../../../../db/words/invariants.json';
import { DataList } from '../../components/DataList.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useFormat } from '../../lib/use_format.ts';
import type { Words } from '../../lib/words.ts';
import { rowsOf } from './facts.ts';

const known: Partial<Words> = invariants;

export interface InvariantRow {
  name: string | null;
  sentence: string | null;
  breaches: string | null;
  sample?: unknown;
  milliseconds: string | null;
}

interface Props {
  rows: InvariantRow[] | undefined;
  error: unknown;
  onRetry(): void;
}

/** Broken ones first; each with its sentence, its result, some of the rows that break it. */
export function InvariantTable({ rows, error, onRetry }: Props) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  // one that the database has learnt since the page was built is told as the database tells it
  const sentenceOf = ({ name, sentence }: InvariantRow) =>
    known[name ?? '']?.[format.language] ?? sentence ?? name;
  const sorted = rows?.toSorted(
    (a, b) =>
      Number(b.breaches !== '0') - Number(a.breaches !== '0')
      || (a.name ?? '').localeCompare(b.name ?? ''),
  );
  return (
    <DataList<InvariantRow>
      label={t('invariants.many')}
      rows={sorted}
      rowKey={({ name }) => name ?? ''}
      error={error}
      onRetry={onRetry}
      empty={<EmptyState text={t('invariants.none')} />}
      columns={[
        {
          key: 'sentence',
          head: t('invariants.sentence'),
          cell: (row) => (
            <Box sx={{ py: 2 }}>
              {sentenceOf(row)}
              <Sample row={row} />
            </Box>
          ),
        },
        {
          key: 'result',
          head: t('invariants.result'),
          width: 120,
          cell: (row) => <Result row={row} />,
        },
        {
          key: 'time',
          head: t('invariants.time'),
          width: 96,
          align: 'right',
          cell: ({ milliseconds }) => (
            <Box sx={{ color: 'text.secondary' }}>{format.quantity(milliseconds)}</Box>
          ),
        },
      ]}
      card={(row) => ({
        title: <Box sx={{ fontWeight: 400 }}>{sentenceOf(row)}</Box>,
        figure: <Result row={row} />,
        note: `${format.quantity(row.milliseconds)} ms`,
        below: <Sample row={row} />,
      })}
    />
  );
}

function Result({ row: { breaches } }: { row: InvariantRow }) {
  const { t } = useTranslation('audit');
  if (breaches === '0')
    return (
      <Box component="span" sx={{ color: 'success.main', fontWeight: 500 }}>
        {t('invariants.ok')}
      </Box>
    );
  return (
    <Chip
      size="small"
      variant="outlined"
      color="error"
      label={t('invariants.breaches', { count: Number(breaches) })}
    />
  );
}

function Sample({ row }: { row: InvariantRow }) {
  const { t } = useTranslation('audit');
  const rows = rowsOf(row.sample);
  if (rows.length === 0) return null;
  return (
    <Box component="details" sx={{ mt: 1, fontSize: 13 }}>
      <summary>{t('invariants.sample')}</summary>
      {rows.map((one) => (
        <Box
          component="code"
          key={JSON.stringify(one)}
          sx={{ display: 'block', fontSize: 12, overflowWrap: 'anywhere', mt: 1 }}
        >
          {JSON.stringify(one)}
        </Box>
      ))}
    </Box>
  );
}
