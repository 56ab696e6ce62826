import { Worker } from 'node:worker_threads';
import yazl from 'yazl';
import { withMerges, type Merge } from './merges.ts';
import { openPackage } from './package_parts.ts';
import { Unreadable, type Sheet, type SheetRow, type UnreadableCode } from './sheet.ts';

/** What a thread makes of an .xls or an .ods. */
export interface OldBook {
  names: string[];
  name: string;
  rows: SheetRow[];
  merges: Merge[];
}

/** Such a file is read as a whole, so it may be no larger than a thread has room for. */
const MOST_BYTES = 10 * 1024 * 1024;
const MOST_UNPACKED = 64 * 1024 * 1024;
const THREAD_MEGABYTES = 512;
const LONGEST_MS = 60_000;

/** Folders in a file: an Excel of before 2007, or a newer one that a password locks. */
const COMPOUND = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);
const LOCKED = Buffer.from('EncryptedPackage', 'utf16le');
/** How its book is called since 1997; before, letters were those of one Windows. */
const WORKBOOK = Buffer.from('Workbook', 'utf16le');

export const isCompound = (head: Buffer | undefined): boolean =>
  head?.subarray(0, 4).equals(COMPOUND) ?? false;

/** An Excel of 1997 to 2003. */
export async function readOldExcel(bytes: Buffer, wanted?: string): Promise<Sheet> {
  if (bytes.includes(LOCKED)) throw new Unreadable('a password locks it', { code: 'FILE_LOCKED' });
  if (!bytes.includes(WORKBOOK))
    throw new Unreadable('it is an Excel of before 1997', { code: 'FILE_OLD_EXCEL' });
  return readInThread(bytes, 'FILE_OLD_EXCEL', wanted);
}

export async function isOpenDocument(bytes: Buffer): Promise<boolean> {
  const parts = await openPackage(bytes);
  return parts.has('content.xml') && parts.has('mimetype');
}

/** A spreadsheet of LibreOffice. */
export async function readOpenDocument(bytes: Buffer, wanted?: string): Promise<Sheet> {
  return readInThread(await packedAnew(bytes), 'FILE_OPEN_DOCUMENT', wanted);
}

const PARTS = ['mimetype', 'META-INF/manifest.xml', 'content.xml', 'styles.xml'];

/**
 * The parts that count, unpacked under our own bounds: the reader unpacks whatever a package holds,
 * however much that is.
 */
async function packedAnew(bytes: Buffer): Promise<Buffer> {
  const parts = await openPackage(bytes);
  const zip = new yazl.ZipFile();
  let size = 0;
  for (const name of PARTS) {
    if (!parts.has(name)) continue;
    const pieces: Buffer[] = [];
    try {
      for await (const piece of await parts.read(name)) {
        size += piece.length;
        if (size > MOST_UNPACKED) throw new Error('it unpacks to too much');
        pieces.push(piece);
      }
    } catch (error) {
      throw new Unreadable('a part of it is broken', { cause: error, code: 'FILE_OPEN_DOCUMENT' });
    }
    zip.addBuffer(Buffer.concat(pieces), name, { compress: false });
  }
  zip.end();
  const packed: Buffer[] = [];
  for await (const piece of zip.outputStream) packed.push(piece as Buffer);
  return Buffer.concat(packed);
}

/** A thread of its own: a file that means harm takes its memory and its time, and no more. */
async function readInThread(
  bytes: Buffer,
  code: UnreadableCode,
  wanted: string | undefined,
): Promise<Sheet> {
  if (bytes.length > (code === 'FILE_OLD_EXCEL' ? MOST_BYTES : MOST_UNPACKED + MOST_BYTES))
    throw new Unreadable('it is too large for what it is', { code });
  const thread = new Worker(new URL('./old_book_thread.ts', import.meta.url), {
    workerData: { bytes, wanted },
    resourceLimits: { maxOldGenerationSizeMb: THREAD_MEGABYTES },
  });
  const clock = setTimeout(() => void thread.terminate(), LONGEST_MS);
  try {
    const book = await answerOf(thread);
    return {
      names: book.names,
      name: book.name,
      rows: withMerges(asStream(book.rows), book.merges),
      total: () => book.rows.length,
    };
  } catch (error) {
    const isLocked = /password|ODS Encryption/i.test(error instanceof Error ? error.message : '');
    throw new Unreadable('it is broken, or asks for too much', {
      cause: error,
      code: isLocked ? 'FILE_LOCKED' : code,
    });
  } finally {
    clearTimeout(clock);
    void thread.terminate();
  }
}

function answerOf(thread: Worker): Promise<OldBook> {
  const { promise, resolve, reject } = Promise.withResolvers<OldBook>();
  thread.once('message', resolve);
  thread.once('error', reject);
  thread.once('exit', () => reject(new Error('it was not read to its end')));
  return promise;
}

async function* asStream(rows: readonly SheetRow[]): AsyncGenerator<SheetRow> {
  yield* rows;
}
