import CheckIcon from '@mui/icons-material/CheckOutlined';
import ColumnsIcon from '@mui/icons-material/ViewColumnOutlined';
import DensityIcon from '@mui/icons-material/DensityMediumOutlined';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import ListItemIcon from '@mui/material/ListItemIcon';
import ListItemText from '@mui/material/ListItemText';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ListViews } from './ListViews.tsx';
import { DENSITIES } from './use_list_state.ts';
import type { ListTools as Tools } from './use_list_state.ts';

interface Props {
  /** The list, by which its views are kept. */
  list: string;
  tools: Tools;
  /** Columns that may be left out. */
  columns: readonly { key: string; name: string }[];
}

/** Which columns, how high the rows, and the views that were kept. */
export function ListTools({ list, tools, columns }: Props) {
  const { t } = useTranslation('list');
  return (
    <Box className="no-print" sx={toolsStyle}>
      <ListViews list={list} tools={tools} />
      <IconMenu label={t('columns')} icon={<ColumnsIcon sx={{ fontSize: 20 }} />}>
        {() =>
          columns.map(({ key, name }) => (
            <MenuItem
              key={key}
              role="menuitemcheckbox"
              aria-checked={!tools.hidden.has(key)}
              onClick={() => tools.setHidden(key, !tools.hidden.has(key))}
            >
              <ListItemIcon>
                {!tools.hidden.has(key) && <CheckIcon aria-hidden="true" sx={{ fontSize: 18 }} />}
              </ListItemIcon>
              <ListItemText>{name}</ListItemText>
            </MenuItem>
          ))
        }
      </IconMenu>
      <IconMenu label={t('density')} icon={<DensityIcon sx={{ fontSize: 20 }} />}>
        {(close) =>
          DENSITIES.map((density) => (
            <MenuItem
              key={density}
              role="menuitemradio"
              aria-checked={tools.density === density}
              selected={tools.density === density}
              onClick={() => {
                tools.setDensity(density);
                close();
              }}
            >
              {t(`densities.${density}`)}
            </MenuItem>
          ))
        }
      </IconMenu>
    </Box>
  );
}

function IconMenu({
  label,
  icon,
  children,
}: {
  label: string;
  icon: ReactNode;
  children(close: () => void): ReactNode;
}) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = () => setAnchor(null);
  return (
    <>
      <IconButton
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {icon}
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} disablePortal onClose={close}>
        {children(close)}
      </Menu>
    </>
  );
}

const toolsStyle = {
  display: { xs: 'none', md: 'flex' },
  alignItems: 'center',
  gap: 1,
  ml: 'auto',
};
