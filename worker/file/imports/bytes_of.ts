import type { JobHelpers } from 'graphile-worker';

/** The pieces of a file that came in; none once it is forgotten. */
export async function bytesOf(helpers: JobHelpers, importId: string): Promise<Buffer[]> {
  const pieces: Buffer[] = [];
  for (;;) {
    const {
      rows: [piece],
    } = await helpers.query<{ bytes: Buffer | null }>('select file.import_bytes($1, $2) as bytes', [
      importId,
      pieces.length,
    ]);
    if (!piece?.bytes) return pieces;
    pieces.push(piece.bytes);
  }
}
