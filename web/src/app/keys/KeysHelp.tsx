import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useSession } from '../../lib/session.ts';
import { keysHere } from './keys_here.ts';
import './texts/index.ts';

/** The keys of this page, for this person. */
export function KeysHelp({ onClose }: { onClose(): void }) {
  const { t } = useTranslation(['keys', 'common']);
  const session = useSession();
  const { pathname } = useLocation();
  // the page under the dialog stays as it is
  const [hasSearch] = useState(() => document.querySelector('[data-search]') !== null);
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="keys-title">
      <DialogTitle id="keys-title">{t('common:keys.title')}</DialogTitle>
      <DialogContent>
        {keysHere({ pathname, hasSearch, session }).map(({ name, keys }) => (
          <Box key={name} sx={{ mb: 4 }}>
            <Box component="h3" id={`keys-${name}`} sx={headStyle}>
              {t(`where.${name}`)}
            </Box>
            <Box component="dl" aria-labelledby={`keys-${name}`} sx={listStyle}>
              {keys.map(([combination, meaning]) => (
                <Box key={combination} sx={{ display: 'contents' }}>
                  <dt>
                    {combination.split(' ').map((key) => (
                      <Box key={key} component="kbd" sx={keyStyle}>
                        {key}
                      </Box>
                    ))}
                  </dt>
                  <Box component="dd" sx={{ m: 0 }}>
                    {t(`does.${meaning}`)}
                  </Box>
                </Box>
              ))}
            </Box>
          </Box>
        ))}
      </DialogContent>
      <DialogActions>
        <Button autoFocus color="inherit" onClick={onClose}>
          {t('common:action.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

const headStyle = { m: 0, mb: 2, fontSize: 13, fontWeight: 600, color: 'text.secondary' };
const listStyle = {
  m: 0,
  display: 'grid',
  gridTemplateColumns: '132px 1fr',
  columnGap: 4,
  rowGap: 2,
  alignItems: 'center',
};
const keyStyle = {
  display: 'inline-block',
  font: 'inherit',
  fontSize: 12,
  fontWeight: 600,
  px: 1.5,
  py: 0.5,
  mr: 1,
  borderRadius: '6px',
  border: '1px solid',
  borderColor: 'line.field',
  bgcolor: 'background.default',
};
