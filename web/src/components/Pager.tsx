import NextIcon from '@mui/icons-material/ChevronRight';
import PreviousIcon from '@mui/icons-material/ChevronLeft';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../lib/use_format.ts';
import type { CursorPages } from './cursor_pages.ts';

interface Props {
  pages: CursorPages;
  total: number;
  shown: number;
  next: string | null;
  /** The server counts so far and no further (countUpTo). */
  counted?: number;
}

/** Long lists say that they have more than this. */
const COUNTED = 1_000;

/** "26–50 trong 137", back and on. */
export function Pager({ pages, total, shown, next, counted = COUNTED }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const from = pages.skipped === null ? null : pages.skipped + 1;
  const range = from === null ? String(shown) : `${from}–${from + shown - 1}`;
  return (
    <Box
      component="nav"
      aria-label={t('state.pages')}
      sx={{
        display: 'flex',
        alignItems: 'center',
        justifyContent: 'flex-end',
        gap: 1,
        px: 4,
        minHeight: 52,
        fontSize: 13,
      }}
    >
      <Box component="span" sx={{ mr: 2 }}>
        {total > counted
          ? t('state.shownOfMany', { range, total: format.quantity(String(counted)) })
          : t('state.shown', { range, total: format.quantity(String(total)) })}
      </Box>
      <Tooltip title={t('action.previous')}>
        <span>
          <IconButton
            size="small"
            aria-label={t('action.previous')}
            disabled={pages.isFirst}
            onClick={pages.goBack}
          >
            <PreviousIcon />
          </IconButton>
        </span>
      </Tooltip>
      <Tooltip title={t('action.next')}>
        <span>
          <IconButton
            size="small"
            aria-label={t('action.next')}
            disabled={next === null}
            onClick={() => {
              if (next) pages.goOn(next, shown);
            }}
          >
            <NextIcon />
          </IconButton>
        </span>
      </Tooltip>
    </Box>
  );
}
