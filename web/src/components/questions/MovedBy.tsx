import Box from '@mui/material/Box';
import { useFormat } from '../../lib/use_format.ts';
import { useEntryKind } from '../use_entry_kind.ts';

interface Movement {
  kind: string;
  code: string | null;
  quantity: string;
  recorded_at: string;
  by: string | null;
}

/** What moved the goods since somebody looked, and who did; nothing when that is not known. */
export function MovedBy({ rows }: { rows: unknown }) {
  const format = useFormat();
  const kindOf = useEntryKind();
  if (!Array.isArray(rows) || rows.length === 0) return null;
  return (
    <Box component="ul" sx={{ m: 0, mt: 1, pl: 5, fontWeight: 400 }}>
      {(rows as Movement[]).map(({ kind, code, quantity, recorded_at: at, by }) => (
        <li key={`${code ?? kind}${at}`}>
          {[
            `${kindOf(kind)} ${code ?? ''}`.trim(),
            `${quantity.startsWith('-') ? '' : '+'}${format.quantity(quantity)}`,
            format.moment(at),
            by,
          ]
            .filter(Boolean)
            .join(' · ')}
        </li>
      ))}
    </Box>
  );
}
