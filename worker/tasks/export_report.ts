import type { JobHelpers, Task } from 'graphile-worker';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { readAsUser, SessionEnded, type Impersonated } from '../impersonation.ts';
import { batchesOf } from '../file/exports/batches.ts';
import { writeCsv } from '../file/exports/csv.ts';
import { MOST_PDF_ROWS, writePdf } from '../file/exports/pdf.ts';
import { Cancelled, PermanentFailure } from '../file/exports/failures.ts';
import { makeSlips } from '../file/exports/make_papers.ts';
import { slips } from '../file/exports/slip.ts';
import {
  inWords,
  parametersShape,
  rowsQuery,
  type Parameters,
  type Source,
} from '../file/exports/source.ts';
import { sources } from '../file/exports/sources/index.ts';
import type { Table, Writer } from '../../platform/sheets/table.ts';
import { exportHead, exportTitle } from '../../platform/words.ts';
import { MOST_XLSX_ROWS, writeXlsx } from '../../platform/sheets/xlsx.ts';

const payloadShape = z.object({ export_id: z.string().min(1) });

type Order = Impersonated & { what: string | null; format: string; parameters: unknown };

const writers: Readonly<Record<string, Writer>> = { xlsx: writeXlsx, csv: writeCsv, pdf: writePdf };
/** What fits into a file of the kind; a file of comma separated values takes all. */
const mostRows: Readonly<Record<string, number>> = { xlsx: MOST_XLSX_ROWS, pdf: MOST_PDF_ROWS };
const PIECE = 256 * 1024;

/**
 * Makes a file of a list or a report with the rights of the user who asked for it, and keeps
 * it in the database, piece by piece. A job that runs again starts the file anew.
 */
export const exportReport: Task = async (payload, helpers) => {
  const { export_id: exportId } = payloadShape.parse(payload);
  const {
    rows: [order],
  } = await helpers.query<Order>('select * from file.begin_export($1)', [exportId]);
  if (!order?.what) return;
  try {
    const rows = await helpers.withPgClient((client) => makeFile(helpers, client, exportId, order));
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
  if (!(source ?? slip) || !write || !parameters.success)
    throw new PermanentFailure('VALIDATION_ERROR');
  if (slip)
    return readAsUser(client, order, async () =>
      makeSlips(helpers, client, { exportId, what, source: slip, parameters: parameters.data }),
    );
  if (!source) throw new PermanentFailure('VALIDATION_ERROR');
  return readAsUser(client, order, async () => {
    const { table, done } = await readTable(client, what, source, parameters.data);
    if (table.total > (mostRows[order.format] ?? Infinity))
      throw new PermanentFailure('TOO_MANY_ROWS');
    let seq = 0;
    const keep = async (bytes: Buffer) => {
      const {
        rows: [answer],
      } = await helpers.query<{ goes_on: boolean }>(
        'select file.add_export_chunk($1, $2, $3, $4, $5) as goes_on',
        [exportId, seq, bytes, done(), table.total],
      );
      if (!answer?.goes_on) throw new Cancelled();
      if (bytes.length > 0) seq += 1;
    };
    for await (const piece of piecesOf(write(table))) await keep(piece);
    const {
      rows: [ended],
    } = await helpers.query<{ ended: boolean }>('select file.end_export($1, $2) as ended', [
      exportId,
      done(),
    ]);
    if (!ended?.ended) throw new Cancelled();
    return done();
  });
}

async function readTable(client: PoolClient, what: string, source: Source, parameters: Parameters) {
  const columns = await readableOf(client, source);
  const query = rowsQuery(source, columns, parameters);
  const {
    rows: [counted],
  } = await client.query<{ total: string; now: string }>(
    `select count(*)::text as total,
      to_char(now() at time zone 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY HH24:MI') as now
     from (${query.text}) as counted`,
    query.values,
  );
  const { language } = parameters;
  let done = 0;
  async function* spoken() {
    for await (const rows of batchesOf(client, query)) {
      yield rows.map((row) => inWords(columns, row, language));
      done += rows.length;
    }
  }
  const table: Table = {
    title: exportTitle(what)[language],
    subtitle: subtitleOf(parameters, counted?.now ?? ''),
    columns: columns.map((column) => ({ ...column, ...exportHead(what, column.key) })),
    language,
    total: Number(counted?.total ?? 0),
    batches: spoken(),
  };
  return { table, done: () => done };
}

/** Columns that the grants of the person allow. */
async function readableOf(client: PoolClient, source: Source) {
  const {
    rows: [may],
  } = await client.query<{ may: boolean[] }>(
    `select array[${source.columns.map(({ readable }) => readable ?? 'true').join(', ')}] as may`,
  );
  return source.columns.filter((_column, index) => may?.may[index]);
}

function subtitleOf(
  { language, from, to, month, knownAt, search }: Parameters,
  now: string,
): string {
  const day = (iso: string) => `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;
  const isVietnamese = language === 'vi';
  return [
    month
      && (isVietnamese
        ? `Tháng ${month.slice(5, 7)}/${month.slice(0, 4)}`
        : `Month ${month.slice(5, 7)}/${month.slice(0, 4)}`),
    from && (isVietnamese ? `Từ ${day(from)}` : `From ${day(from)}`),
    to && (isVietnamese ? `đến ${day(to)}` : `to ${day(to)}`),
    search && `“${search}”`,
    knownAt && (isVietnamese ? `như đã biết lúc ${knownAt}` : `as known at ${knownAt}`),
    isVietnamese ? `Số liệu lúc ${now}` : `Figures of ${now}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

/**
 * Bytes in pieces of one size; an empty piece when none was full for a while, so that progress is
 * told.
 */
async function* piecesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  let told = Date.now();
  for await (const some of bytes) {
    held.push(some);
    size += some.length;
    if (size < PIECE && Date.now() - told < 500) continue;
    yield size < PIECE ? Buffer.alloc(0) : Buffer.concat(held);
    if (size >= PIECE) [held, size] = [[], 0];
    told = Date.now();
  }
  yield Buffer.concat(held);
}
