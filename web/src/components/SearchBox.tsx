import CloseIcon from '@mui/icons-material/Close';
import SearchIcon from '@mui/icons-material/Search';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  label: string;
  value: string;
  onChange(value: string): void;
}

const DELAY = 250;

/** Search of a list: reports after a pause; `/` jumps here from anywhere on the page. */
export function SearchBox({ label, value, onChange }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const [reported, setReported] = useState(value);
  // The address changed under us: back button, cleared filters.
  if (value !== reported) {
    setReported(value);
    setText(value);
  }
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => {
      setReported(text.trim());
      latest.current(text.trim());
    }, DELAY);
    return () => clearTimeout(timer);
  }, [text, value]);

  return (
    <TextField
      label={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
      sx={{ width: { xs: '100%', md: 'auto' }, flex: { md: '1 1 180px' }, maxWidth: { md: 320 } }}
      slotProps={{
        htmlInput: {
          type: 'search',
          'data-search': true,
          'aria-keyshortcuts': '/',
          maxLength: 100,
        },
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon sx={{ fontSize: 18 }} />
            </InputAdornment>
          ),
          endAdornment: text && (
            <IconButton
              size="small"
              edge="end"
              aria-label={t('action.clear')}
              onClick={() => setText('')}
            >
              <CloseIcon sx={{ fontSize: 18 }} />
            </IconButton>
          ),
        },
        inputLabel: { shrink: true },
      }}
    />
  );
}
