import ViewIcon from '@mui/icons-material/BookmarkBorderOutlined';
import DeleteIcon from '@mui/icons-material/Close';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import IconButton from '@mui/material/IconButton';
import Popover from '@mui/material/Popover';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../lib/session.ts';
import { dropView, keepView, savedViews } from './saved_views.ts';
import type { ListTools } from './use_list_state.ts';

const LONGEST = 60;

/** The views that a person keeps of a list: its address under a name. */
export function ListViews({ list, tools }: { list: string; tools: ListTools }) {
  const { t } = useTranslation('list');
  const { user } = useSession();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [views, setViews] = useState(() => savedViews(list, user.id));
  const [name, setName] = useState('');
  const shown = views.find(({ view }) => view === tools.view);
  const close = () => setAnchor(null);

  function save(event: FormEvent) {
    event.preventDefault();
    const given = name.trim();
    if (given === '') return;
    keepView(list, user.id, { name: given, view: tools.view });
    setViews(savedViews(list, user.id));
    setName('');
    close();
  }
  function drop(dropped: string) {
    dropView(list, user.id, dropped);
    setViews(savedViews(list, user.id));
  }

  return (
    <>
      <Button
        color="inherit"
        size="small"
        startIcon={<ViewIcon />}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {shown?.name ?? t('views')}
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={close}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{
          paper: { role: 'dialog', 'aria-label': t('views'), sx: { width: 300, p: 3 } },
        }}
      >
        {views.length === 0 && <Box sx={{ color: 'text.secondary', pb: 2 }}>{t('noViews')}</Box>}
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {views.map((saved) => (
            <Box component="li" key={saved.name} sx={{ display: 'flex', alignItems: 'center' }}>
              <Button
                color={saved.view === tools.view ? 'primary' : 'inherit'}
                onClick={() => {
                  tools.show(saved.view);
                  close();
                }}
                sx={{ flex: 1, justifyContent: 'flex-start' }}
              >
                {saved.name}
              </Button>
              <IconButton
                size="small"
                aria-label={t('dropView', { name: saved.name })}
                onClick={() => drop(saved.name)}
              >
                <DeleteIcon sx={{ fontSize: 18 }} />
              </IconButton>
            </Box>
          ))}
        </Box>
        <Divider sx={{ my: 2 }} />
        <Box component="form" onSubmit={save} sx={{ display: 'flex', gap: 2 }}>
          <TextField
            label={t('viewName')}
            value={name}
            fullWidth
            onChange={(event) => setName(event.target.value)}
            slotProps={{ htmlInput: { maxLength: LONGEST, autoComplete: 'off' } }}
          />
          <Button type="submit" variant="outlined" color="inherit">
            {t('keepView')}
          </Button>
        </Box>
      </Popover>
    </>
  );
}
