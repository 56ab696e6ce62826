import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import columnsInWords from '../../../../db/words/columns.json';
import kinds from '../../../../db/words/kinds.json';
import states from '../../../../db/words/states.json';
import trail from '../../../../db/words/trail.json';
import { useFormat } from '../../lib/use_format.ts';
import { useWord, wordOf } from '../../lib/words.ts';
import type { Words } from '../../lib/words.ts';
import type { Difference } from './facts.ts';

interface Props {
  /** Whose columns they are, such as inventory.issue; none for figures of something else. */
  table?: string;
  rows: readonly Difference[];
  hasBefore: boolean;
  hasAfter: boolean;
}

const vocabularies: Readonly<Record<string, Words>> = { ...states, ...kinds };
const vocabularyOf: Readonly<Record<string, string>> = columnsInWords;

/** Columns with what they were and what they became. */
export function Differences({ table, rows, hasBefore, hasAfter }: Props) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const text = (column: string, value: unknown) => {
    if (isNothing(value)) return t('nothing');
    const words = vocabularies[vocabularyOf[`${table ?? ''}.${column}`] ?? ''];
    if (words) return wordOf(words, String(value), format.language);
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (typeof value === 'object') return JSON.stringify(value);
    const written = String(value);
    if (/(amount|debt|price)$/.test(column) && /^-?\d+(\.\d+)?$/.test(written))
      return format.dong(written);
    if (column.endsWith('_at') && /^\d{4}-\d{2}-\d{2}T/.test(written))
      return format.moment(written);
    return /^\d{4}-\d{2}-\d{2}$/.test(written) ? format.date(written) : written;
  };
  const columnName = useWord(trail.columns);
  return (
    <Box component="table" sx={tableStyle}>
      <thead className="visually-hidden">
        <tr>
          <th>{t('column')}</th>
          {hasBefore && <th>{t('before')}</th>}
          {hasAfter && <th>{t('after')}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ column, before, after }) => (
          <tr key={column}>
            <Box component="th" scope="row" sx={{ color: 'text.secondary', fontWeight: 400 }}>
              {columnName(column)}
            </Box>
            {hasBefore && (
              <Box
                component="td"
                sx={{
                  color: 'text.secondary',
                  textDecoration: hasAfter && !isNothing(before) ? 'line-through' : 'none',
                }}
              >
                {text(column, before)}
              </Box>
            )}
            {hasAfter && <td>{text(column, after)}</td>}
          </tr>
        ))}
      </tbody>
    </Box>
  );
}

const isNothing = (value: unknown) => value === null || value === undefined || value === '';

const tableStyle = {
  mt: 1,
  fontSize: 13,
  borderCollapse: 'collapse',
  tableLayout: 'fixed',
  width: '100%',
  maxWidth: 860,
  '& th, & td': {
    textAlign: 'left',
    verticalAlign: 'top',
    py: '2px',
    pr: 3,
    overflowWrap: 'anywhere',
  },
  '& tbody th': { width: { xs: '34%', md: 220 } },
};
