// The model of growth: a line through what was measured, and the step that a figure asks for.
import { describe, expect, test } from 'vitest';
import { DAYS, growthOf, stepsOf, type Basis } from '../growth/model.ts';
import { pageOf } from '../growth/page.ts';

const basis: Basis = {
  small: { slips: 1_000, rows: 50_000, bytes: 60e6, dumpBytes: 6e6, dumpSeconds: 1 },
  large: { slips: 11_000, rows: 250_000, bytes: 160e6, dumpBytes: 26e6, dumpSeconds: 3 },
  walBytesPerSlip: 20_000,
  slipsPerSecond: 100,
};
const business = { agencies: 100, people: 20, slipsPerDay: 100 };

describe('growth', () => {
  test('is what was measured, where it was measured', () => {
    const { rows, bytes, dumpBytes, dumpSeconds } = growthOf(basis, {
      ...business,
      slipsPerDay: basis.large.slips / DAYS,
    });

    expect({ rows, bytes, dumpBytes, dumpSeconds }).toEqual({
      rows: expect.closeTo(250_000, 3),
      bytes: expect.closeTo(160e6, 0),
      dumpBytes: expect.closeTo(26e6, 0),
      dumpSeconds: expect.closeTo(3, 6),
    });
  });

  test('goes on by the slip beyond it', () => {
    const grown = growthOf(basis, business);

    expect(grown.slips).toBe(73_000);
    // twenty rows and ten thousand bytes each
    expect(grown.rows).toBeCloseTo(50_000 + 20 * 72_000);
    expect(grown.bytes).toBeCloseTo(60e6 + 10_000 * 72_000);
    expect(grown.walBytesPerDay).toBe(2_000_000);
    expect(grown.hotBytes).toBe(10_000 * 100 * 90);
    // fifty in the busiest hour, of 360,000
    expect(grown.share).toBeCloseTo(50 / 360_000);
  });
});

describe('the next step', () => {
  const calm = { hotBytes: 1e9, share: 0.01, dumpSeconds: 60 };

  test('is none while one machine is enough', () => {
    expect(stepsOf({ people: 100 }, calm)).toEqual([]);
  });

  test.each([
    ['more servers', 100, { ...calm, share: 0.6 }],
    ['a replica for files', 100, { ...calm, hotBytes: 9 * 2 ** 30 }],
    ['CloudNativePG: copies of files instead of dumps', 100, { ...calm, dumpSeconds: 4_000 }],
  ])('is %s when its figure says so', (step, people, figures) => {
    expect(stepsOf({ people }, figures)).toEqual([step]);
  });

  test('of many people is servers and a pooler', () => {
    expect(stepsOf({ people: 100_000 }, calm)).toEqual(['more servers', 'PgBouncer']);
  });
});

test('the page tells every business with its figures, and who wrote it', () => {
  const page = pageOf(basis, [growthOf(basis, business)], '2 cores, 4 GB', '2026-11-30');

  expect(page).toContain('<!-- Written by `npm run growth`');
  expect(page).toContain('| 100 | 20 | 100 | 73,000 | 1,490,000 |');
  expect(page).toContain('| one machine |');
  for (const line of page.split('\n').filter((one) => one.startsWith('|')))
    expect(line.match(/\|/g)).toHaveLength(13);
});
