import type { JobHelpers } from 'graphile-worker';
import { Cancelled } from './failures.ts';

const PIECE = 256 * 1024;

/** A file while it is made. */
export interface MadeFile {
  /** Without its ending. */
  name: string;
  bytes: AsyncIterable<Buffer>;
  /** Rows that are written, and how many there are. */
  done: () => number;
  total: number;
}

/** Keeps a file in the database while it is made, with its progress; returns its rows. */
export async function keepFile(
  helpers: JobHelpers,
  exportId: string,
  { name, bytes, done, total }: MadeFile,
): Promise<number> {
  let seq = 0;
  for await (const piece of piecesOf(bytes)) {
    const {
      rows: [answer],
    } = await helpers.query<{ goes_on: boolean }>(
      'select file.add_export_chunk($1, $2, $3, $4, $5) as goes_on',
      [exportId, seq, piece, done(), total],
    );
    if (!answer?.goes_on) throw new Cancelled();
    if (piece.length > 0) seq += 1;
  }
  await helpers.query('select file.name_export($1, $2)', [exportId, name]);
  const {
    rows: [ended],
  } = await helpers.query<{ ended: boolean }>('select file.end_export($1, $2) as ended', [
    exportId,
    done(),
  ]);
  if (!ended?.ended) throw new Cancelled();
  return done();
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
