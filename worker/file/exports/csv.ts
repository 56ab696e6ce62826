import { headOf, isFigure, type Writer } from '../../../platform/sheets/table.ts';

/** A cell that a spreadsheet would take for a formula is text, and says so with an apostrophe. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const quoted = (text: string): string =>
  /["\n\r,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/**
 * RFC 4180 in UTF-8, with the mark by which Excel knows that. Figures are plain digits, dates ISO.
 */
export const writeCsv: Writer = async function* writeCsv({ columns, language, batches }) {
  const line = (cells: readonly string[]) => `${cells.map(quoted).join(',')}\r\n`;
  yield Buffer.from(`\uFEFF${line(columns.map((column) => harmless(headOf(column, language))))}`);
  for await (const rows of batches) {
    yield Buffer.from(
      rows
        .map((row) =>
          line(
            columns.map((column, index) => {
              const cell = row[index] ?? '';
              return isFigure(column) ? cell : harmless(cell);
            }),
          ),
        )
        .join(''),
    );
  }
};
