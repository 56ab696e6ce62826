import type { JobHelpers, Task } from 'graphile-worker';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { readAsUser, SessionEnded, type Impersonated } from '../impersonation.ts';
import { fromPrimary, type Reading } from '../reading.ts';
import { batchesOf } from '../file/exports/batches.ts';
import { writeCsv } from '../file/exports/csv.ts';
import { MOST_PDF_ROWS, writePdf } from '../file/exports/pdf.ts';
import { Cancelled, PermanentFailure } from '../file/exports/failures.ts';
import { fileName, timeOf } from '../file/exports/file_name.ts';
import { filtersInWords, subjectOf } from '../file/exports/filters.ts';
import { keepFile } from '../file/exports/keep_file.ts';
import { makeLetters, makeSlips } from '../file/exports/make_papers.ts';
import { MARKED_IMPORT, markedImport } from '../file/exports/marked_import.ts';
import { slips } from '../file/exports/slip.ts';
import {
  inWords,
  parametersShape,
  rowsQuery,
  type Parameters,
  type Source,
  type SourceColumn,
} from '../file/exports/source.ts';
import { sources } from '../file/exports/sources/index.ts';
import type { Column, Language } from '../../platform/sheets/column.ts';
import type { Table, Writer } from '../../platform/sheets/table.ts';
import { totalsOf } from '../../platform/sheets/totals.ts';
import { exportHead, exportTitle, fileText, paperText, wordOf } from '../../platform/words.ts';
import { MOST_XLSX_ROWS, writeXlsx } from '../../platform/sheets/xlsx.ts';

const payloadShape = z.object({ export_id: z.string().min(1) });

type Order = Impersonated & { what: string | null; format: string; parameters: unknown };

const writers: Readonly<Record<string, Writer>> = { xlsx: writeXlsx, csv: writeCsv, pdf: writePdf };
/** What fits into a file of the kind; a file of comma separated values takes all. */
const mostRows: Readonly<Record<string, number>> = { xlsx: MOST_XLSX_ROWS, pdf: MOST_PDF_ROWS };
/** The one kind of paper that is neither a list nor a slip. */
const LETTERS = 'balance_letters';

/**
 * Makes a file of a list or a report with the rights of the user who asked for it, and keeps
 * it in the database, piece by piece. A job that runs again starts the file anew.
 */
export const exportReport =
  (reading: Reading): Task =>
  async (payload, helpers) => {
    const { export_id: exportId } = payloadShape.parse(payload);
    const {
      rows: [order],
    } = await helpers.query<Order>('select * from file.begin_export($1)', [exportId]);
    if (!order?.what) return;
    const { read } = isList(order) ? reading : fromPrimary;
    try {
      const rows = await read(helpers, (client) => makeFile(helpers, client, exportId, order));
      helpers.logger.info('a file was made', { exportId, what: order.what, rows });
    } catch (error) {
      await giveUp(
        helpers,
        exportId,
        error instanceof SessionEnded
          ? new PermanentFailure('INVALID_TOKEN')
          : isRefused(error)
            ? new PermanentFailure('PERMISSION_DENIED')
            : error,
      );
    }
  };

/** Lists and reports read much; a slip, a letter or a file that came in is little. */
const isList = ({ what, format }: Order): boolean =>
  sources[what ?? ''] !== undefined
  && slips[what ?? ''] === undefined
  && !(what === MARKED_IMPORT && format === 'xlsx');

/** A grant or a scope is missing: what the person may not read does not come with time. */
const isRefused = (error: unknown): boolean =>
  ['42501', 'SDPRM'].includes((error as { code?: string }).code ?? '');

async function giveUp(helpers: JobHelpers, exportId: string, error: unknown): Promise<void> {
  const isLast = helpers.job.attempts >= helpers.job.max_attempts;
  if (!(error instanceof PermanentFailure || error instanceof Cancelled || isLast)) throw error;
  await helpers.query('select file.fail_export($1, $2)', [
    exportId,
    error instanceof PermanentFailure ? error.message : 'INTERNAL',
  ]);
  if (isLast && !(error instanceof PermanentFailure || error instanceof Cancelled)) throw error;
  helpers.logger.info('a file was not made', {
    exportId,
    why: error instanceof PermanentFailure ? error.message : 'cancelled',
  });
}

async function makeFile(
  helpers: JobHelpers,
  client: PoolClient,
  exportId: string,
  order: Order,
): Promise<number> {
  const what = order.what ?? '';
  const slip = slips[what];
  const source = sources[what];
  const write = writers[order.format];
  const parameters = parametersShape.safeParse(order.parameters);
  const isLetters = what === LETTERS;
  const isMarked = what === MARKED_IMPORT && order.format === 'xlsx';
  if (!(source || slip || isLetters || isMarked) || !write || !parameters.success)
    throw new PermanentFailure('VALIDATION_ERROR');
  if (isMarked)
    return readAsUser(client, order, async () =>
      makeMarked(helpers, client, exportId, parameters.data),
    );
  if (isLetters)
    return readAsUser(client, order, async () =>
      makeLetters(helpers, client, exportId, parameters.data),
    );
  if (slip)
    return readAsUser(client, order, async () =>
      makeSlips(helpers, client, { exportId, what, source: slip, parameters: parameters.data }),
    );
  if (!source) throw new PermanentFailure('VALIDATION_ERROR');
  return readAsUser(client, order, async () => {
    const { table, name, done } = await readTable(
      client,
      what,
      source,
      order.format,
      parameters.data,
    );
    if (table.total > (mostRows[order.format] ?? Infinity))
      throw new PermanentFailure('TOO_MANY_ROWS');
    return keepFile(helpers, exportId, { name, bytes: write(table), done, total: table.total });
  });
}

/** A file that came in, with its faults marked: that of whoever brought it, and of nobody else. */
async function makeMarked(
  helpers: JobHelpers,
  client: PoolClient,
  exportId: string,
  { id, language }: Parameters,
): Promise<number> {
  const marked = await markedImport(helpers, client, id ?? '', language);
  if (!marked) throw new PermanentFailure('NOT_FOUND');
  return keepFile(helpers, exportId, marked);
}

async function readTable(
  client: PoolClient,
  what: string,
  source: Source,
  format: string,
  parameters: Parameters,
) {
  const columns = (await readableOf(client, source)).filter(
    ({ isForPrograms }) => !isForPrograms || format === 'csv',
  );
  const query = rowsQuery(source, columns, parameters);
  const {
    rows: [counted],
  } = await client.query<{ total: string; now: string; day: string; owner: string | null }>(
    `select count(*)::text as total,
      to_char(now() at time zone 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY HH24:MI') as now,
      to_char(now() at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24MI') as day,
      (config.current_company_profile()).name as owner
     from (${query.text}) as counted`,
    query.values,
  );
  const { language } = parameters;
  const subject = await subjectOf(client, parameters);
  const shown = columns.map((column) => ({ ...column, ...exportHead(what, column.key) }));
  const totals = totalsFor(source, shown, language);
  let done = 0;
  async function* spoken() {
    for await (const rows of batchesOf(client, query)) {
      yield rows.map((row) => inWords(columns, row, language));
      done += rows.length;
    }
  }
  const title = exportTitle(what)[language];
  const now = counted?.now ?? '';
  const table: Table = {
    title: source.isOfAgency && subject ? `${title}: ${subject.name}` : title,
    subtitle: filtersInWords(source, parameters, {
      subject,
      now,
      hasNotCounted: totals?.without != null,
    }),
    columns: shown,
    language,
    total: Number(counted?.total ?? 0),
    batches: totals ? totals.counting(spoken()) : spoken(),
    ...(counted?.owner ? { owner: counted.owner } : {}),
    ...(totals ? { totals } : {}),
    ...(source.isOfAgency ? { signatures: bothSides(language) } : {}),
  };
  const name = fileName(title, subject?.code, timeOf(parameters, counted?.day ?? ''));
  return { table, name, done: () => done };
}

/** Sums of the columns that have one; null when none has. */
function totalsFor(
  source: Source,
  columns: readonly (SourceColumn & Column)[],
  language: Language,
) {
  const keys = new Set(columns.flatMap(({ key, isSummed }) => (isSummed ? [key] : [])));
  if (keys.size === 0) return null;
  const vocabulary = columns.find(({ key }) => key === 'status')?.words;
  const states = source.notCounted ?? [];
  return totalsOf(columns, {
    label: fileText('total', language),
    keys,
    without:
      vocabulary && states.length > 0
        ? { key: 'status', words: states.map((state) => wordOf(vocabulary, state, language)) }
        : null,
  });
}

const bothSides = (language: Language) =>
  (['ours', 'theirs'] as const).map((side) => ({
    title: fileText(side, language),
    hint: paperText('sign', language),
  }));

/** Columns that the grants of the person allow. */
async function readableOf(client: PoolClient, source: Source) {
  const {
    rows: [may],
  } = await client.query<{ may: boolean[] }>(
    `select array[${source.columns.map(({ readable }) => readable ?? 'true').join(', ')}] as may`,
  );
  return source.columns.filter((_column, index) => may?.may[index]);
}
