import { readCsv } from './csv.ts';
import { isCompound, isOpenDocument, readOldExcel, readOpenDocument } from './old_book.ts';
import type { Sheet } from './sheet.ts';
import { readXlsx } from './xlsx.ts';

const isPackage = (head: Buffer | undefined): boolean =>
  head?.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04])) ?? false;

/** A file as rows, whatever it is made of; `wanted` is the sheet of a workbook. */
export async function openSheet(bytes: readonly Buffer[], wanted?: string): Promise<Sheet> {
  if (isPackage(bytes[0])) {
    const whole = Buffer.concat(bytes);
    return (await isOpenDocument(whole))
      ? readOpenDocument(whole, wanted)
      : readXlsx(whole, wanted);
  }
  if (isCompound(bytes[0])) return readOldExcel(Buffer.concat(bytes), wanted);
  return readCsv(bytes);
}
