import { describe, expect, test } from 'vitest';
import type { Entry } from '../../backup/history.ts';
import { dueNow, lastDue } from '../schedule.ts';

const made = (kind: Entry['kind'], at: string, isGood = true): Entry => ({
  kind,
  at,
  isGood,
  seconds: 1,
  said: '',
});
/** 02:00 in Vietnam: the hour of the backup is over, that of the drill is not. */
const NIGHT = new Date('2026-11-30T19:00:00Z');

describe('the work of the night', () => {
  test('is due at its hour, today or yesterday', () => {
    expect(lastDue(18.5, NIGHT).toISOString()).toBe('2026-11-30T18:30:00.000Z');
    expect(lastDue(19.5, NIGHT).toISOString()).toBe('2026-11-29T19:30:00.000Z');
  });

  test('that was never done is due at once, the backups before the drill', () => {
    expect(dueNow([], NIGHT)).toEqual(['base', 'dump', 'drill']);
  });

  test('is done once a night', () => {
    const history = [
      made('drill', '2026-11-29T19:30:05Z'),
      made('base', '2026-11-30T18:30:05Z'),
      made('dump', '2026-11-30T18:30:20Z'),
    ];

    expect(dueNow(history, NIGHT)).toEqual([]);
    expect(dueNow(history, new Date('2026-11-30T19:31:00Z'))).toEqual(['drill']);
  });

  test('is made up for when nobody was awake at its hour', () => {
    const history = [made('drill', '2026-11-30T00:00:00Z'), made('base', '2026-11-27T18:30:05Z')];

    expect(dueNow(history, NIGHT)).toEqual(['base', 'dump']);
  });

  test('that failed is tried again after an hour, not at once', () => {
    const history = [
      made('drill', '2026-11-30T00:00:00Z'),
      made('base', '2026-11-30T18:30:05Z', false),
    ];

    expect(dueNow(history, NIGHT)).not.toContain('base');
    expect(dueNow(history, new Date('2026-11-30T19:30:10Z'))).toContain('base');
  });

  test('is made up for by itself: a dump that failed after a good base backup', () => {
    const history = [
      made('drill', '2026-11-30T00:00:00Z'),
      made('base', '2026-11-30T18:30:05Z'),
      made('dump', '2026-11-30T18:30:20Z', false),
    ];

    expect(dueNow(history, NIGHT)).toEqual([]);
    expect(dueNow(history, new Date('2026-11-30T19:30:30Z'))).toEqual(['dump', 'drill']);
  });
});
