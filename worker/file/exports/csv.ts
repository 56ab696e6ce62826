import { stringify } from 'csv-stringify/sync';
import { headOf, isFigure, type Writer } from '../../../platform/sheets/table.ts';

/** A cell that a spreadsheet would take for a formula is text, and says so with an apostrophe. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const lines = (rows: readonly (readonly string[])[]): string =>
  // a line break of either kind within a cell needs quotes
  stringify(rows as string[][], { record_delimiter: 'windows', quoted_match: /[\r\n]/ });

/**
 * RFC 4180 in UTF-8, with the mark by which Excel knows that. Figures are plain digits, dates ISO.
 */
export const writeCsv: Writer = async function* writeCsv({ columns, language, batches }) {
  yield Buffer.from(
    `\uFEFF${lines([columns.map((column) => harmless(headOf(column, language)))])}`,
  );
  for await (const rows of batches) {
    yield Buffer.from(
      lines(
        rows.map((row) =>
          columns.map((column, index) => {
            const cell = row[index] ?? '';
            return isFigure(column) ? cell : harmless(cell);
          }),
        ),
      ),
    );
  }
};
