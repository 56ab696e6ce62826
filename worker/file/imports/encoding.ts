import { Unreadable } from './sheet.ts';

/** Bytes that tell a text of two bytes a letter, when no mark does. */
const SAMPLE = 1_000;

/**
 * The encoding that a file says it has, or shows: the UTF-16 that Excel calls Unicode text, with
 * its mark or by its empty bytes.
 */
export function markedEncoding(head: Buffer | undefined): 'utf-16le' | 'utf-16be' | null {
  if (head === undefined || head.length < 4) return null;
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const sample = head.subarray(0, SAMPLE);
  const empty = [0, 0];
  for (const [place, letter] of sample.entries())
    if (letter === 0) empty[place % 2] = (empty[place % 2] ?? 0) + 1;
  const [before = 0, behind = 0] = empty;
  // blanks, signs and digits have an empty byte; a picture has them on both sides
  if (behind > sample.length / 6 && before === 0) return 'utf-16le';
  if (before > sample.length / 6 && behind === 0) return 'utf-16be';
  return null;
}

/** The text of a file, piece by piece, with the bytes that each took. */
export function* textOfBytes(bytes: readonly Buffer[]): Generator<{ text: string; bytes: number }> {
  const encoding = markedEncoding(bytes[0]) ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1258');
  if (encoding === 'windows-1258') {
    yield { text: textOfWindows(bytes), bytes: bytes.reduce((sum, { length }) => sum + length, 0) };
    return;
  }
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for (const piece of bytes)
      yield { text: decoder.decode(piece, { stream: true }), bytes: piece.length };
    yield { text: decoder.decode(), bytes: 0 };
  } catch (error) {
    throw new Unreadable('the letters are of another encoding', {
      cause: error,
      code: 'FILE_ENCODING',
    });
  }
}

function isUtf8(bytes: readonly Buffer[]): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (const piece of bytes) decoder.decode(piece, { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** Tones, which Windows-1258 writes behind their vowel. */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/;

/**
 * Text of a Vietnamese Windows without Unicode. Every byte is a letter there, so a text is taken
 * for one only when it has tones and each of them stands behind a vowel that takes it: in letters
 * of another language they stand anywhere.
 */
function textOfWindows(bytes: readonly Buffer[]): string {
  const text = new TextDecoder('windows-1258').decode(Buffer.concat(bytes));
  const composed = text.normalize('NFC');
  if (TONES.test(text) && !TONES.test(composed) && !bytes[0]?.some(isBinary)) return composed;
  throw new Unreadable('the letters are of another encoding', {
    code: bytes[0]?.some(isBinary) ? 'FILE_UNREADABLE' : 'FILE_ENCODING',
  });
}

/** No text has such a letter: it is something else altogether. */
const isBinary = (letter: number): boolean => letter < 9 || (letter > 13 && letter < 32);
