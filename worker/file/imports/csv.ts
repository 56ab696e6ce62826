import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { isEmpty, textOf, Unreadable, type Sheet, type SheetRow } from './sheet.ts';

const DELIMITERS = [',', ';', '\t', '|'];
/** Lines by which it is known what stands between cells. */
const FIRST_LINES = 30;
const LONGEST_ROW = 200_000;

/**
 * A CSV file, as UTF-8 or as the UTF-16 that Excel calls Unicode text, with the delimiter that
 * its first rows have most.
 */
export function readCsv(bytes: readonly Buffer[]): Sheet {
  const size = bytes.reduce((sum, { length }) => sum + length, 0);
  let consumed = 0;
  let read = 0;
  async function* pieces() {
    for await (const piece of textOfBytes(bytes)) {
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

function* textOfBytes(bytes: readonly Buffer[]) {
  const decoder = new TextDecoder(isUtf16(bytes[0]) ? 'utf-16le' : 'utf-8', { fatal: true });
  try {
    for (const piece of bytes)
      yield { text: decoder.decode(piece, { stream: true }), bytes: piece.length };
    yield { text: decoder.decode(), bytes: 0 };
  } catch (error) {
    throw new Unreadable('the letters are of another encoding', {
      cause: error,
      code: bytes[0]?.some(isBinary) ? 'FILE_UNREADABLE' : 'FILE_ENCODING',
    });
  }
}

/** No text has such a letter: it is something else altogether. */
const isBinary = (letter: number): boolean => letter < 9 || (letter > 13 && letter < 32);

const isUtf16 = (head: Buffer | undefined): boolean => head?.[0] === 0xff && head[1] === 0xfe;

function delimiterOf(head: Buffer | undefined): string {
  const lines = (head ?? Buffer.alloc(0))
    .toString(isUtf16(head) ? 'utf16le' : 'utf8')
    .slice(0, LONGEST_ROW)
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
