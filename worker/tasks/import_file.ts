import type { JobHelpers, Task } from 'graphile-worker';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { catalogue, isOwnClass } from '../../platform/catalogue.ts';
import { SessionEnded, writeAsUser, type Impersonated } from '../impersonation.ts';
import { bytesOf } from '../file/imports/bytes_of.ts';
import { kinds } from '../file/imports/kinds.ts';
import { Unreadable } from '../file/imports/sheet.ts';
import { stage, TooLong, type Wishes } from '../file/imports/stage.ts';
import { withNewPlans } from '../new_plans.ts';

const payloadShape = z.object({ import_id: z.string().min(1), long_job_id: z.string().min(1) });
type Payload = z.infer<typeof payloadShape>;

type Order = Impersonated & {
  what: string | null;
  step: 'check' | 'apply';
  wishes: Wishes;
};

/** Why nothing comes of it however often it is tried; a code of the catalogue. */
class PermanentFailure extends Error {}
/** Whoever asked wants it no more. */
class Cancelled extends Error {}

/**
 * Reads and checks a file that came in, or puts its rows into the books, with the rights of the
 * person who
 * brought it. A job that runs again starts over; rows are in the books exactly when the job is
 * done.
 */
export const importFile: Task = async (payload, helpers) => {
  const { import_id: importId, long_job_id: jobId } = payloadShape.parse(payload);
  const {
    rows: [order],
  } = await helpers.query<Order>('select * from file.begin_import($1, $2)', [importId, jobId]);
  const kind = kinds[order?.what ?? ''];
  if (!order || !kind) return;
  try {
    const rows =
      order.step === 'check'
        ? await check(helpers, importId, order, kind.check)
        : await withNewPlans(helpers, (client) => apply(client, importId, order, kind.apply));
    helpers.logger.info('a file came in', { importId, what: order.what, step: order.step, rows });
  } catch (error) {
    await giveUp(helpers, { import_id: importId, long_job_id: jobId }, error);
  }
};

async function check(
  helpers: JobHelpers,
  importId: string,
  order: Order,
  name: string,
): Promise<number> {
  const rows = await stage(await bytesOf(helpers, importId), {
    async columnsOf(cells) {
      const {
        rows: [head],
      } = await helpers.query<{ columns: (string | null)[] }>(
        'select file.import_head($1, $2) as columns',
        [importId, cells],
      );
      return head?.columns ?? [];
    },
    wishes: order.wishes,
    async takesHead({ rowNo, heads, columns }, sheet) {
      const {
        rows: [head],
      } = await helpers.query<{ whole: boolean }>(
        'select file.check_import_head($1, $2, $3, $4, $5, $6) as whole',
        [importId, rowNo, columns, heads, sheet.names, sheet.name],
      );
      return head?.whole ?? false;
    },
    async needed() {
      const {
        rows: [kind],
      } = await helpers.query<{ columns: string[] }>(
        'select file.needed_import_columns($1) as columns',
        [importId],
      );
      return kind?.columns ?? [];
    },
    async leaveOut(left) {
      await helpers.query('select file.leave_out_import_rows($1, $2)', [
        importId,
        JSON.stringify(left),
      ]);
    },
    async keep({ columns }, found, done, total) {
      const {
        rows: [answer],
      } = await helpers.query<{ goes_on: boolean }>(
        'select file.add_import_rows($1, $2, $3, $4, $5) as goes_on',
        [
          importId,
          columns,
          JSON.stringify(
            found.map(({ rowNo, cells, isHidden = false, merged = [] }) => [
              rowNo,
              cells,
              isHidden,
              merged,
            ]),
          ),
          done,
          total,
        ],
      );
      if (!answer?.goes_on) throw new Cancelled();
    },
  });
  const { sealed } = await withNewPlans(helpers, (client) =>
    writeAsUser(
      client,
      order,
      async () => {
        if (rows > 0) await client.query(`select ${name}($1)`, [importId]);
      },
      async () =>
        (
          await client.query<{ ended: boolean }>('select file.end_import_check($1, $2) as ended', [
            importId,
            rows,
          ])
        ).rows[0]?.ended ?? false,
    ),
  );
  if (!sealed) throw new Cancelled();
  return rows;
}

async function apply(
  client: PoolClient,
  importId: string,
  order: Order,
  name: string,
): Promise<number> {
  const { result: applied, sealed } = await writeAsUser(
    client,
    order,
    async () =>
      (await client.query<{ applied: string | null }>(`select ${name}($1) as applied`, [importId]))
        .rows[0]?.applied ?? null,
    // faults that were found now are kept, and nothing was applied
    async (rows) =>
      rows === null
      || ((
        await client.query<{ ended: boolean }>('select file.end_import($1, $2) as ended', [
          importId,
          rows,
        ])
      ).rows[0]?.ended
        ?? false),
  );
  if (!sealed) throw new Cancelled();
  if (applied === null) throw new PermanentFailure('IMPORT_OUTDATED');
  return Number(applied);
}

async function giveUp(
  helpers: JobHelpers,
  { import_id: importId, long_job_id: jobId }: Payload,
  error: unknown,
): Promise<void> {
  const why = permanentFailureOf(error);
  const isOver = why !== null || error instanceof Cancelled;
  if (!isOver && helpers.job.attempts < helpers.job.max_attempts) throw error;
  await helpers.query('select file.fail_import($1, $2, $3)', [importId, jobId, why ?? 'INTERNAL']);
  if (!isOver) throw error;
  helpers.logger.info('a file was given up', { importId, why: why ?? 'cancelled' });
}

/** What will not come with time, in the words of the catalogue; null for what may. */
function permanentFailureOf(error: unknown): string | null {
  if (error instanceof PermanentFailure) return error.message;
  if (error instanceof Unreadable) return error.code;
  if (error instanceof TooLong) return 'FILE_TOO_LONG';
  if (error instanceof SessionEnded) return 'INVALID_TOKEN';
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code === '42501') return 'PERMISSION_DENIED';
  if (constraint === 'import_file_is_applied_once') return 'DUPLICATE_FILE';
  if (code === undefined) return null;
  return catalogue.codeOf(code) ?? (isOwnClass(code) ? code : null);
}
