import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { businessToday, formatDate } from '../../../lib/format.ts';

interface LimitVersion {
  source: 'agency' | 'type';
  /** Moment of the decision. */
  since: string;
  /** Last day of a limit of its own; null where it has no end. */
  until?: string | null;
  /** Of the type. */
  name?: string;
}

/** The scalar JSON comes as text or as what it says. */
function versionOf(answer: unknown): LimitVersion | null {
  const read: unknown = typeof answer === 'string' ? JSON.parse(answer) : answer;
  return read && typeof read === 'object' && 'source' in read ? (read as LimitVersion) : null;
}

/** Which decision the debt limit rests on, and since when: "Hạn mức theo Loại 1 từ 01/10/2026". */
export function LimitBasis({ version }: { version: unknown }) {
  const { t } = useTranslation('inventory');
  const basis = versionOf(version);
  if (!basis) return null;
  const since = formatDate(businessToday(new Date(basis.since)));
  const said =
    basis.source === 'type'
      ? t('room.byType', { type: basis.name, since })
      : basis.until
        ? t('room.byOwnUntil', { since, until: formatDate(basis.until) })
        : t('room.byOwn', { since });
  return (
    <Typography variant="body2" color="textSecondary" data-testid="limit-basis">
      {said}
    </Typography>
  );
}
