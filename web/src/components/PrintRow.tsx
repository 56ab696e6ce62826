import PrintIcon from '@mui/icons-material/PrintOutlined';
import IconButton from '@mui/material/IconButton';
import { useTranslation } from 'react-i18next';
import type { Column } from './data_list.ts';
import type { ExportKind } from './ExportButton.tsx';
import { CommandRefusal } from './form/CommandRefusal.tsx';
import { paperHere } from './paper_here.ts';
import { usePrint } from './use_print.ts';

interface Props {
  what: ExportKind;
  id: string;
  /** The number of the slip, which the button is read out with. */
  name: string;
}

/** Shows the paper of one row, on the size that was used last at this desk. */
export function PrintRow({ what, id, name }: Props) {
  const { t } = useTranslation('export');
  const { print, command } = usePrint();
  return (
    <>
      <IconButton
        size="small"
        disabled={command.isBusy}
        aria-label={t('printOf', { name })}
        title={t('print')}
        onClick={() => void print(what, { id, paper: paperHere() })}
      >
        <PrintIcon sx={{ fontSize: 18 }} />
      </IconButton>
      <CommandRefusal of={command} />
    </>
  );
}

/** The last column of a list of slips. */
export function usePrintColumn<Row extends { id: string }>(
  what: ExportKind,
  nameOf: (row: Row) => string,
): Column<Row> {
  const { t } = useTranslation('export');
  return {
    key: 'print',
    head: t('print'),
    width: 56,
    cell: (row) => <PrintRow what={what} id={row.id} name={nameOf(row)} />,
  };
}
