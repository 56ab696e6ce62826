import { readCsv } from './csv.ts';
import { Unreadable, type Sheet } from './sheet.ts';
import { readXlsx } from './xlsx.ts';

const isPackage = (head: Buffer | undefined): boolean =>
  head?.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04])) ?? false;

/** A file as rows, whatever it is made of; `wanted` is the sheet of a workbook. */
export async function openSheet(bytes: readonly Buffer[], wanted?: string): Promise<Sheet> {
  if (isPackage(bytes[0])) return readXlsx(Buffer.concat(bytes), wanted);
  refuseCompound(bytes);
  return readCsv(bytes);
}

/** Folders in a file: an Excel of before 2007, or a newer one that a password locks. */
const COMPOUND = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);
const LOCKED = Buffer.from('EncryptedPackage', 'utf16le');

function refuseCompound(bytes: readonly Buffer[]): void {
  if (!bytes[0]?.subarray(0, 4).equals(COMPOUND)) return;
  if (Buffer.concat(bytes).includes(LOCKED))
    throw new Unreadable('a password locks it', { code: 'FILE_LOCKED' });
  throw new Unreadable('it is an Excel of before 2007', { code: 'FILE_OLD_EXCEL' });
}
