import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { markedEncoding, textOfBytes } from './encoding.ts';
import { isEmpty, textOf, Unreadable, type Sheet, type SheetRow } from './sheet.ts';

const DELIMITERS = [',', ';', '\t', '|'];
/** Lines by which it is known what stands between cells. */
const FIRST_LINES = 30;
const LONGEST_ROW = 200_000;

/**
 * A CSV file in any of the encodings that Vietnamese is written in, with the delimiter that its
 * first rows have most.
 */
export function readCsv(bytes: readonly Buffer[]): Sheet {
  const size = bytes.reduce((sum, { length }) => sum + length, 0);
  let consumed = 0;
  let read = 0;
  function* pieces() {
    for (const piece of textOfBytes(bytes)) {
      consumed += piece.bytes;
      yield piece.text;
    }
  }
  async function* rows(): AsyncGenerator<SheetRow> {
    const parser = parse({
      delimiter: delimiterOf(bytes[0]),
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: LONGEST_ROW,
    });
    const text = Readable.from(pieces());
    text.on('error', (error) => parser.destroy(error));
    try {
      for await (const record of text.pipe(parser) as AsyncIterable<string[]>) {
        read += 1;
        const row = { rowNo: read, cells: record.map(textOf) };
        if (!isEmpty(row)) yield row;
      }
    } catch (error) {
      throw error instanceof Unreadable
        ? error
        : new Unreadable('the quotes of a row do not end', { cause: error });
    }
  }
  return {
    names: [],
    name: null,
    rows: rows(),
    total: () => (consumed === 0 ? null : Math.round((read * size) / consumed)),
  };
}

function delimiterOf(head: Buffer | undefined): string {
  const start = head ?? Buffer.alloc(0);
  const lines = new TextDecoder(markedEncoding(start) ?? 'utf-8')
    .decode(start.subarray(0, LONGEST_ROW))
    .replaceAll(/"[^"]*"/g, '')
    .split(/\r?\n/, FIRST_LINES);
  // a title or a sentence above has a comma or two; rows have the same number of them again
  const counts = DELIMITERS.map((delimiter) => {
    const numbers = lines.map((line) => line.split(delimiter).length - 1).filter(Boolean);
    const usual = numbers.map((number) => number * numbers.filter((n) => n === number).length);
    return Math.max(0, ...usual);
  });
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}
