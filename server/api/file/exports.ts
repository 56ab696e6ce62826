import type { Request, Response } from 'express';
import { asUser, type Caller } from '../../database/transactions.ts';
import { Refusal } from '../../http/errors.ts';
import type { Services } from '../../services.ts';
import { dispositionOf } from './file_names.ts';

type File = {
  what: string | null;
  format: string;
  parameters: { language?: string };
  byte_count: string;
  chunk_count: string;
  file_name: string | null;
};

const TYPES: Readonly<Record<string, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
};

/**
 * A file that the caller asked for, sent piece by piece, so that memory does not grow with it.
 * `?view` has the browser show a PDF instead of keeping it: whoever prints wants to see it first.
 */
export async function fetchExport(
  { pool }: Services,
  caller: Caller,
  request: Request,
  response: Response,
): Promise<void> {
  const id = String(request.params.id);
  const file = await asUser(pool, caller, async (client) => {
    const { rows } = await client.query<File>(
      `select f.*, (select e.file_name from file.export as e where e.id = $1) as file_name
       from file.fetch_export($1) as f`,
      [id],
    );
    return rows[0];
  });
  if (!file?.what) throw new Refusal('NOT_FOUND');
  response.set({
    'Content-Type': TYPES[file.format] ?? 'application/octet-stream',
    'Content-Length': file.byte_count,
    'Content-Disposition': dispositionOf({
      ...file,
      what: file.what,
      id,
      language: file.parameters.language,
      isShown: file.format === 'pdf' && request.query['view'] !== undefined,
    }),
    'X-Content-Type-Options': 'nosniff',
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  for (let seq = 0; seq < Number(file.chunk_count) && !response.destroyed; seq += 1) {
    const bytes = await asUser(pool, caller, async (client) => {
      const { rows } = await client.query<{ bytes: Buffer | null }>(
        'select file.export_bytes($1, $2) as bytes',
        [id, seq],
      );
      return rows[0]?.bytes;
    });
    // the length was promised: a file that is cut off must not look whole
    if (!bytes) {
      response.destroy();
      return;
    }
    if (!response.write(bytes)) await untilTaken(response);
  }
  response.end();
}

/** Until the client took what was written, or went away; listens no longer than that. */
function untilTaken(response: Response): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = () => {
    response.off('drain', done).off('close', done);
    resolve();
  };
  response.on('drain', done).on('close', done);
  return response.destroyed ? Promise.resolve(done()) : promise;
}
