import type { JobHelpers } from 'graphile-worker';
import type { PoolClient } from 'pg';
import type { Language } from '../../../platform/sheets/column.ts';
import {
  writeMarkedXlsx,
  type MarkedRow,
  type MarkedValue,
} from '../../../platform/sheets/marked_xlsx.ts';
import { exportTitle, faultSentence } from '../../../platform/words.ts';
import { bytesOf } from '../imports/bytes_of.ts';
import { openSheet } from '../imports/open_sheet.ts';
import type { Cell, SheetRow } from '../imports/sheet.ts';
import { fileName } from './file_name.ts';
import type { MadeFile } from './keep_file.ts';

/** Its row in file.export_kind. */
export const MARKED_IMPORT = 'import_faults';

interface Brought {
  what: string;
  file_name: string;
  sheet_name: string | null;
  head_row_no: number | null;
  row_count: number | null;
  columns: (string | null)[];
}

interface Told {
  row_no: number;
  column_code: string;
  vi: string | null;
  en: string | null;
  reason: string;
  value: string | null;
}

const FILE = {
  name: 'import_of_asker',
  text: `select i.what, i.file_name, i.sheet_name, i.head_row_no::int, i.row_count::int, i.columns
    from file.import as i
    where i.id::text = $1 and i.asked_by = (select auth.current_user_id())`,
};
const FAULTS = {
  name: 'import_faults_of_asker',
  text: `select f.row_no::int, f.column_code, c.name_vi as vi, c.name_en as en, f.reason, f.value
    from file.import_fault as f
    left join file.import_column as c on c.import_kind_code = $2 and c.code = f.column_code
    where f.import_id = $1
    order by f.row_no, c.place`,
};

/**
 * A file that came in as it was, with the cells that are wrong in red and what is wrong beside each
 * row; null when it is not of whoever asks, or forgotten. It is brought in again as it is: what
 * stands beside the rows is no column of a list.
 */
export async function markedImport(
  helpers: JobHelpers,
  client: PoolClient,
  importId: string,
  language: Language,
): Promise<MadeFile | null> {
  const {
    rows: [brought],
  } = await client.query<Brought>({ ...FILE, values: [importId] });
  if (!brought) return null;
  const pieces = await bytesOf(helpers, importId);
  if (pieces.length === 0) return null;
  const { rows: told } = await client.query<Told>({ ...FAULTS, values: [importId, brought.what] });
  const sheet = await openSheet(pieces, brought.sheet_name ?? undefined);
  const faults = Map.groupBy(told, ({ row_no: rowNo }) => rowNo);
  const title = exportTitle(MARKED_IMPORT)[language];
  let done = 0;
  async function* marked(): AsyncGenerator<MarkedRow> {
    for await (const row of sheet.rows) {
      yield markedRow(row, brought?.columns ?? [], faults.get(row.rowNo) ?? [], {
        language,
        isHead: row.rowNo === brought?.head_row_no,
      });
      done += 1;
    }
  }
  return {
    name: fileName(title, brought.file_name.replace(/\.[^.]{1,5}$/, '')),
    bytes: writeMarkedXlsx(brought.sheet_name ?? title, marked(), brought.head_row_no ?? 1),
    done: () => done,
    total: brought.row_count ?? 0,
  };
}

const HEAD: Readonly<Record<Language, string>> = { vi: 'Lỗi', en: 'What is wrong' };

function markedRow(
  { rowNo, cells }: SheetRow,
  columns: readonly (string | null)[],
  faults: readonly Told[],
  { language, isHead }: { language: Language; isHead: boolean },
): MarkedRow {
  const wrong = new Set(faults.map(({ column_code: code }) => code));
  const sentences = faults.map((fault) =>
    [fault[language], faultSentence(fault.reason, fault.value, language)]
      .filter(Boolean)
      .join(': '),
  );
  const beside = [isHead && HEAD[language], ...sentences].filter(Boolean).join('; ');
  return {
    rowNo,
    cells: [
      ...columns.map((code, place) => ({
        value: valueOf(cells[place] ?? null),
        isMarked: code !== null && wrong.has(code),
      })),
      { value: beside === '' ? null : beside, isMarked: false },
    ],
  };
}

const valueOf = (cell: Cell): MarkedValue =>
  cell === null || typeof cell !== 'object' ? cell : 'day' in cell ? { day: cell.day } : cell.text;
