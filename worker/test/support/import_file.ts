// Files that come in, made and brought in as a person does.
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { runOnce } from 'graphile-worker';
import type pg from 'pg';
import yazl from 'yazl';
import { expect } from 'vitest';
import type { Person } from '../../../db/test/support/actor.ts';
import type { TestDatabase } from '../../../db/test/support/database.ts';
import { writeXlsx } from '../../../platform/sheets/xlsx.ts';
import { silentWorkerLogger } from '../../log.ts';
import { queuePreset } from '../../queue_preset.ts';
import { taskList } from './tasks.ts';

export interface Import {
  id: string;
  check_job_id: string;
}

export interface ImportState {
  status: string;
  row_count: string | null;
  fault_count: string | null;
  summary: Record<string, string>;
  problem: string | null;
}

const CHUNK = 256 * 1024;

/** Brings a file in, piece by piece, and has it checked. */
export const bringIn = (
  db: TestDatabase,
  person: Person,
  what: string,
  bytes: Buffer | string,
  fileName = 'tep.csv',
): Promise<Import> =>
  db.commitAs(person, async (me) => {
    const all = Buffer.from(bytes);
    const { id } = await me.one<{ id: string }>(
      'select id::text from file.start_import($1, $2, $3)',
      [randomUUID(), what, fileName],
    );
    for (let seq = 0; seq * CHUNK < all.length; seq += 1) {
      await me.query('select file.add_import_chunk($1, $2, $3)', [
        id,
        seq,
        all.subarray(seq * CHUNK, (seq + 1) * CHUNK),
      ]);
    }
    return me.one<Import>('select id::text, check_job_id::text from file.end_import_upload($1)', [
      id,
    ]);
  });

/** Says yes to a file; `counted` answers, by item, whether later counts had seen its goods. */
export const applyImport = (
  db: TestDatabase,
  person: Person,
  { id }: Import,
  counted: Readonly<Record<string, boolean>> = {},
): Promise<void> =>
  db.commitAs(person, async (me) => {
    await me.query(
      `select from file.apply_import($1, $2, (
       select array_agg(row(i.id, a.value = 'true')::inventory.counted_answer)
       from jsonb_each($3) as a join inventory.item as i on i.sku = a.key))`,
      [randomUUID(), id, counted],
    );
  });

export const importState = async (db: TestDatabase, { id }: Import): Promise<ImportState> => {
  const [state] = await db.query<ImportState & Record<string, unknown>>(
    `select file.import_status(i) as status, i.row_count::text, i.fault_count::text, i.summary,
      coalesce(a.problem, c.problem) as problem
     from file.import as i
     left join file.long_job as c on c.id = i.check_job_id
     left join file.long_job as a on a.id = i.apply_job_id
     where i.id::text = $1`,
    [id],
  );
  return state as ImportState;
};

/** Brings files in with a worker that goes through them at once. */
export interface Importer {
  runQueue(): Promise<void>;
  /** A file that was brought in and checked. */
  checked(person: Person, what: string, bytes: Buffer | string, fileName?: string): Promise<Import>;
  /** A file without faults that was brought in, checked and applied. */
  applied(person: Person, what: string, bytes: Buffer | string): Promise<Import>;
}

export function importerOf(db: TestDatabase, pgPool: pg.Pool): Importer {
  const runQueue = () =>
    runOnce({
      pgPool,
      taskList,
      preset: queuePreset,
      noHandleSignals: true,
      logger: silentWorkerLogger(),
    });
  const checked: Importer['checked'] = async (person, what, bytes, fileName) => {
    const brought = await bringIn(db, person, what, bytes, fileName);
    await runQueue();
    expect(await importState(db, brought)).toMatchObject({ status: 'checked', problem: null });
    return brought;
  };
  const applied: Importer['applied'] = async (person, what, bytes) => {
    const brought = await checked(person, what, bytes);
    expect(await faultsOf(db, brought)).toEqual([]);
    await applyImport(db, person, brought);
    await runQueue();
    expect(await importState(db, brought)).toMatchObject({ status: 'applied', problem: null });
    return brought;
  };
  return { runQueue, checked, applied };
}

/** Faults as sentences: row, column, reason and value. */
export const faultsOf = async (db: TestDatabase, { id }: Import): Promise<string[]> => {
  const rows = await db.query<{ told: string }>(
    `select concat_ws(' ', f.row_no, f.column_code, f.reason, f.value) as told
     from file.import_fault as f where f.import_id::text = $1 order by f.row_no, f.column_code`,
    [id],
  );
  return rows.map(({ told }) => told);
};

/** An Excel file of heads and rows, as our own writer makes them: title above, heads in row 4. */
export async function excelOf(
  heads: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): Promise<Buffer> {
  const columns = heads.map((head, index) => ({
    key: `c${index}`,
    vi: head,
    en: head,
    width: 12,
    sql: '',
    kind: rows.every((row) => typeof row[index] === 'number')
      ? ('quantity' as const)
      : ('text' as const),
  }));
  const cells = rows.map((row) => row.map((cell) => (cell === null ? null : String(cell))));
  const pieces: Buffer[] = [];
  for await (const piece of writeXlsx({
    title: 'Mẫu',
    subtitle: '',
    columns,
    language: 'vi',
    total: rows.length,
    batches: Readable.from([cells]),
  })) {
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** A workbook of one sheet from its first row on, with cells that were made one. */
export async function mergedBook(
  rows: readonly (readonly (string | number | null)[])[],
  areas: readonly string[],
): Promise<Buffer> {
  const cell = (value: string | number | null, place: number, row: number) => {
    const at = `${String.fromCodePoint(65 + place)}${row + 1}`;
    if (value === null) return `<c r="${at}"/>`;
    return typeof value === 'number'
      ? `<c r="${at}"><v>${value}</v></c>`
      : `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
  };
  const lines = rows.map(
    (row, at) =>
      `<row r="${at + 1}">${row.map((value, place) => cell(value, place, at)).join('')}</row>`,
  );
  const parts = {
    'xl/workbook.xml':
      '<workbook xmlns:r="r"><sheets><sheet name="Tờ 1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${lines.join('')}</sheetData><mergeCells>${areas
      .map((area) => `<mergeCell ref="${area}"/>`)
      .join('')}</mergeCells></worksheet>`,
  };
  const zip = new yazl.ZipFile();
  for (const [name, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
