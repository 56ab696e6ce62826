import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslation } from 'react-i18next';

const keys = [
  ['Ctrl K', 'palette'],
  ['N', 'newIssue'],
  ['/', 'search'],
  ['Enter', 'next'],
  ['Ctrl Enter', 'save'],
  ['Alt Backspace', 'removeLine'],
  ['Alt D', 'date'],
  ['Esc', 'close'],
  ['?', 'help'],
] as const;

export function KeysHelp({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="keys-title">
      <DialogTitle id="keys-title">{t('keys.title')}</DialogTitle>
      <DialogContent>
        <Box
          component="dl"
          sx={{
            m: 0,
            display: 'grid',
            gridTemplateColumns: 'auto 1fr',
            columnGap: 4,
            rowGap: 2,
            alignItems: 'center',
          }}
        >
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
                {t(`keys.${meaning}`)}
              </Box>
            </Box>
          ))}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button autoFocus color="inherit" onClick={onClose}>
          {t('action.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

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
