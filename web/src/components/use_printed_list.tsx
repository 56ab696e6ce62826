import type { Column } from './data_list.ts';
import type { ExportKind } from './ExportButton.tsx';
import { PrintButton } from './PrintButton.tsx';
import { usePrintColumn } from './PrintRow.tsx';
import { SelectionBar, useSelectColumn, useSelection } from './use_selection.tsx';

/**
 * What a list of slips has around its columns: a box to choose a row and a button to print it; and
 * above it the button that prints all that are chosen, as one file.
 */
export function usePrintedList<Row extends { id: string }>(
  what: ExportKind,
  rows: readonly Row[] | undefined,
  nameOf: (row: Row) => string,
) {
  const selection = useSelection();
  const select = useSelectColumn(selection, rows, nameOf);
  const print = usePrintColumn(what, nameOf);
  return {
    around: (columns: readonly Column<Row>[]): Column<Row>[] => [select, ...columns, print],
    bar: (
      <SelectionBar selection={selection}>
        <PrintButton what={what} parameters={{ ids: [...selection.keys] }} />
      </SelectionBar>
    ),
  };
}
