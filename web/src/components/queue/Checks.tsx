import GoodIcon from '@mui/icons-material/CheckOutlined';
import BadIcon from '@mui/icons-material/ErrorOutlineOutlined';
import WarnIcon from '@mui/icons-material/WarningAmberOutlined';
import Box from '@mui/material/Box';
import type { Check } from './queue_line.ts';

const icons = { good: GoodIcon, warn: WarnIcon, bad: BadIcon };

/** What was looked at, each with an icon and a word: only what stands in the way is coloured. */
export function Checks({ checks }: { checks: readonly Check[] }) {
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {checks.map(({ tone, text }) => {
        const Icon = icons[tone];
        return (
          <Box component="li" key={text} sx={[lineStyle, toneStyles[tone]]}>
            <Icon
              aria-hidden="true"
              sx={{ fontSize: 17, color: tone === 'good' ? 'success.main' : 'inherit' }}
            />
            {text}
          </Box>
        );
      })}
    </Box>
  );
}

const lineStyle = {
  display: 'flex',
  alignItems: 'center',
  gap: 1.5,
  fontSize: 13,
  lineHeight: '19px',
  minWidth: 0,
};
const toneStyles = {
  good: {},
  warn: { color: 'warning.main' },
  bad: { color: 'error.main' },
};
