import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use_format.ts';

/** Counted so far; beyond it only that there are more. */
export const COUNTED = 10_000;

export interface ListTab {
  /** What the list is narrowed to; "" for everything. */
  value: string;
  name: string;
  /** Of the set without the state; undefined until it is known. */
  count?: number | undefined;
}

interface Props {
  label: string;
  tabs: readonly ListTab[];
  value: string;
  onChange(value: string): void;
}

/** The states of a list, each with how many there are in the set that is shown. */
export function ListTabs({ label, tabs, value, onChange }: Props) {
  const { t } = useTranslation('list');
  const format = useFormat();
  const shown = (count: number) =>
    count > COUNTED
      ? t('many', { count: format.quantity(String(COUNTED)) })
      : format.quantity(String(count));
  return (
    <Box role="group" aria-label={label} className="no-print" sx={tabsStyle}>
      {tabs.map((tab) => {
        const isHere = tab.value === value;
        return (
          <ButtonBase
            key={tab.value}
            aria-pressed={isHere}
            onClick={() => onChange(tab.value)}
            sx={{ ...tabStyle, ...(isHere ? hereStyle : {}) }}
          >
            {tab.name}{' '}
            <Box component="span" sx={{ fontWeight: 500, color: 'text.secondary', minWidth: 8 }}>
              {tab.count !== undefined && shown(tab.count)}
            </Box>
          </ButtonBase>
        );
      })}
    </Box>
  );
}

const tabsStyle = {
  display: 'flex',
  gap: 1,
  px: 2,
  overflowX: 'auto',
  borderBottom: '1px solid',
  borderColor: 'divider',
};
const tabStyle = {
  gap: 1,
  px: 3,
  minHeight: { xs: 44, md: 40 },
  fontFamily: 'inherit',
  fontSize: 14,
  fontWeight: 500,
  whiteSpace: 'nowrap',
  color: 'text.secondary',
  borderBottom: '2px solid transparent',
};
const hereStyle = { fontWeight: 600, color: 'primary.main', borderColor: 'primary.main' };
