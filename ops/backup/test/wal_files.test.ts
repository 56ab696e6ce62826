import { describe, expect, test } from 'vitest';
import { placeOf, sequence } from '../wal_files.ts';

const FIRST = '0000000100000000000000FE';

describe('files of the log', () => {
  test('go on with the next log number after 256 files', () => {
    const next = '000000010000000100000000';

    expect((placeOf(next) ?? 0) - (placeOf('0000000100000000000000FF') ?? 0)).toBe(1);
    expect(sequence([FIRST, '0000000100000000000000FF', next], FIRST)).toEqual({
      files: [FIRST, '0000000100000000000000FF', next],
      gaps: [],
    });
  });

  test('that are missing in between are told, and so is the first', () => {
    expect(sequence([FIRST, '000000010000000100000001'], FIRST).gaps).toEqual([
      `2 missing between ${FIRST} and 000000010000000100000001`,
    ]);
    expect(sequence(['0000000100000000000000FF'], FIRST).gaps).toEqual([`${FIRST} is missing`]);
  });

  test('of a timeline that began at a restore follow those of the old one', () => {
    const young = '0000000200000000000000FF';

    expect(sequence([young, '0000000100000000000000FF', FIRST], FIRST)).toEqual({
      files: [FIRST, '0000000100000000000000FF', young],
      gaps: [],
    });
  });

  test('of before the base backup, histories and labels do not count', () => {
    expect(
      sequence(
        ['000000010000000000000001', '00000002.history', FIRST, `${FIRST}.00000028.backup`],
        FIRST,
      ),
    ).toEqual({ files: [FIRST], gaps: [] });
  });
});
