import MoreIcon from '@mui/icons-material/ArrowDropDown';
import PrintIcon from '@mui/icons-material/PrintOutlined';
import Button from '@mui/material/Button';
import ButtonGroup from '@mui/material/ButtonGroup';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportKind } from './ExportButton.tsx';
import { CommandRefusal } from './form/CommandRefusal.tsx';
import { keepPaper, PAPER_SIZES, paperHere } from './paper_here.ts';
import type { PaperSize } from './paper_here.ts';
import { usePrint } from './use_print.ts';
import type { PrintParameters } from './use_print.ts';

interface Props {
  what: ExportKind;
  /** Which slip or slips, or the filters of a report. */
  parameters: PrintParameters;
  /** False for reports, which are on A4 always. */
  hasSizes?: boolean;
  label?: string;
}

/** Shows the paper at once, on the size that was used last at this desk. */
export function PrintButton({ what, parameters, hasSizes = true, label }: Props) {
  const { t } = useTranslation('export');
  const { print, command } = usePrint();
  const [size, setSize] = useState(paperHere);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);

  function start(chosen: PaperSize) {
    setAnchor(null);
    setSize(chosen);
    keepPaper(chosen);
    void print(what, hasSizes ? { ...parameters, paper: chosen } : parameters);
  }

  return (
    <>
      <ButtonGroup variant="outlined" color="inherit" disabled={command.isBusy}>
        <Button startIcon={<PrintIcon />} onClick={() => start(size)}>
          {label ?? t('print')}
        </Button>
        {hasSizes && (
          <Button
            size="small"
            aria-label={t('paper')}
            aria-haspopup="menu"
            aria-expanded={anchor !== null}
            onClick={(event) => setAnchor(event.currentTarget)}
            sx={{ px: 0, minWidth: 32 }}
          >
            <MoreIcon />
          </Button>
        )}
      </ButtonGroup>
      <Menu anchorEl={anchor} open={anchor !== null} disablePortal onClose={() => setAnchor(null)}>
        {PAPER_SIZES.map((choice) => (
          <MenuItem key={choice} selected={choice === size} onClick={() => start(choice)}>
            {t(choice === 'A5' ? 'a5' : 'a4')}
          </MenuItem>
        ))}
      </Menu>
      <CommandRefusal of={command} />
    </>
  );
}
