import MoreIcon from '@mui/icons-material/MoreHoriz';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RowAct } from './queue_line.ts';

interface Props {
  name: string;
  acts: readonly RowAct[];
  /** The page of what the row is about. */
  to?: string | undefined;
}

/** Whatever else can be done with a row. */
export function RowMenu({ name, acts, to }: Props) {
  const { t } = useTranslation('queue');
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = () => setAnchor(null);
  return (
    <>
      <IconButton
        size="small"
        aria-label={t('more', { name })}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <MoreIcon sx={{ fontSize: 20 }} />
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} disablePortal onClose={close}>
        {acts.map(({ key, verb, run }) => (
          <MenuItem
            key={key}
            onClick={() => {
              close();
              run();
            }}
          >
            {verb}
          </MenuItem>
        ))}
        {to && (
          <MenuItem component={Link} to={to}>
            {t('openPage')}
          </MenuItem>
        )}
      </Menu>
    </>
  );
}
