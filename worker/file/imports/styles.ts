import type { PackageParts } from './package_parts.ts';
import type { Cell } from './sheet.ts';
import { readXml } from './xml.ts';

/** What a number format does to a number that people see. */
export interface Style {
  /** Digits that are written at least: 00000 shows 123 as 00123. */
  digits?: number;
  isDate?: boolean;
}

const MOST_STYLES = 100_000;
/** Formats of days that every workbook knows by their number. */
const isKnownDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47);

/** Number formats by the number that cells refer to them by. */
export async function readStyles(parts: PackageParts, folder: string): Promise<Style[]> {
  const styles: Style[] = [];
  const path = `${folder}styles.xml`;
  if (!parts.has(path)) return styles;
  const formats = new Map<number, string>();
  let isCellFormats = false;
  await readXml(await parts.read(path), {
    open(name, attributes) {
      if (name === 'numFmt' && formats.size < MOST_STYLES)
        formats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (name === 'cellXfs') isCellFormats = true;
      if (name === 'xf' && isCellFormats && styles.length < MOST_STYLES) {
        const id = Number(attributes['numFmtId'] ?? 0);
        styles.push(styleOf(id, formats.get(id)));
      }
    },
    close(name) {
      if (name === 'cellXfs') isCellFormats = false;
    },
  });
  return styles;
}

function styleOf(id: number, format: string | undefined): Style {
  if (format === undefined) return isKnownDate(id) ? { isDate: true } : {};
  return styleOfFormat(format);
}

/** What a number format does, by how it is written. */
export function styleOfFormat(format: string): Style {
  if (/^0{2,30}$/.test(format)) return { digits: format.length };
  const bare = format.slice(0, 200).replaceAll(/"[^"]*"|\\.|\[[^[\]]*\]/g, '');
  return /[dmyhs]/i.test(bare) && !/[#0]/.test(bare) ? { isDate: true } : {};
}

/**
 * A number as it is seen: fifteen digits are all that a spreadsheet keeps; the rest is noise of the
 * machine.
 */
export function numberAsSeen(number: number, style: Style, firstDay: number): Cell {
  const seen = Number(number.toPrecision(15));
  if (style.isDate) return dayOf(seen + firstDay);
  if (style.digits !== undefined && Number.isInteger(seen) && seen >= 0)
    return String(seen).padStart(style.digits, '0');
  return seen;
}

function dayOf(day: number): Cell {
  const moment = new Date(Date.UTC(1899, 11, 30) + Math.floor(day) * 86_400_000);
  return Number.isNaN(moment.getTime()) ? day : { day, text: moment.toISOString().slice(0, 10) };
}
