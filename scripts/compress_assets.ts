// Writes a .br and a .gz beside each file of the built page that gets smaller by it. That is done
// once a build with the best that both can do, so that no request pays for it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Fonts and pictures are compressed already. */
const TEXTS = new Set(['.css', '.js', '.json', '.svg', '.webmanifest']);
/** What fits into one packet arrives no sooner when it is smaller. */
const LEAST_BYTES = 1_000;

const brotli = (content: Buffer): Buffer =>
  brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
const gzip = (content: Buffer): Buffer =>
  gzipSync(content, { level: constants.Z_BEST_COMPRESSION });

/** Compresses the files of a folder, and says how many there were. */
export function compressAssets(folder: string): number {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && TEXTS.has(extname(entry.name)))
    .map((entry) => join(folder, entry.name));
  const large = files
    .map((file) => ({ file, content: readFileSync(file) }))
    .filter(({ content }) => content.length >= LEAST_BYTES);
  for (const { file, content } of large) {
    writeFileSync(`${file}.br`, brotli(content));
    writeFileSync(`${file}.gz`, gzip(content));
  }
  return large.length;
}
