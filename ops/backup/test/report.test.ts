// What the page of recovery says of drills that went well, were slow, or failed.
import { describe, expect, test } from 'vitest';
import type { Entry } from '../history.ts';
import { OBJECTIVES, recoveryPage } from '../report.ts';

const drill = (at: string, more: Partial<Entry> = {}): Entry => ({
  kind: 'drill',
  at,
  seconds: 40,
  isGood: true,
  said: 'base-20261130 is good',
  rtoSeconds: 20,
  rpoSeconds: 10,
  ...more,
});

describe('the page of recovery', () => {
  test('says so when nothing was tried', () => {
    const dump: Entry = { ...drill('2026-11-30T18:30:00Z'), kind: 'dump' };

    expect(recoveryPage([dump])).toContain('There was no restore drill yet.');
  });

  test('tells the middle and the worst of what was reached, and that it was kept', () => {
    const page = recoveryPage([
      drill('2026-11-28T19:30:00Z', { rtoSeconds: 30, rpoSeconds: 61.5 }),
      drill('2026-11-29T19:30:00Z'),
      drill('2026-11-30T19:30:00Z', { rtoSeconds: 10, rpoSeconds: 0 }),
    ]);

    expect(page).toContain('3 of the last 3 restore drills were good.');
    expect(page).toContain('| 20.0 s | 30.0 s | 1800.0 s | kept |');
    expect(page).toContain('| 10.0 s | 61.5 s | 120.0 s | kept |');
    // the newest stands first
    expect(page.indexOf('2026-11-30 19:30')).toBeLessThan(page.indexOf('2026-11-28 19:30'));
  });

  test('says what was promised and not kept', () => {
    const page = recoveryPage([
      drill('2026-11-30T19:30:00Z', { rtoSeconds: OBJECTIVES.rtoSeconds + 1 }),
    ]);

    expect(page).toContain('| NOT KEPT |');
    expect(page.match(/\| kept \|/g)).toHaveLength(1);
  });

  test('tells of a drill that failed what was wrong, in one line of the table', () => {
    const { rtoSeconds: _rto, rpoSeconds: _rpo, ...failed } = drill('2026-11-30T19:30:00Z');
    const page = recoveryPage([{ ...failed, isGood: false, said: 'a | b\nis damaged' }]);

    expect(page).toContain('0 of the last 1 restore drills were good.');
    expect(page).toContain('| 2026-11-30 19:30 | FAILED |  |  | a \\| b is damaged |');
    expect(page).not.toContain('Promised');
  });

  test('shows a month, not all years', () => {
    const many = Array.from({ length: 100 }, (_, nth) =>
      drill(new Date(Date.UTC(2026, 0, 1 + nth, 19, 30)).toISOString()),
    );

    expect(recoveryPage(many).match(/^\| 2026/gm)).toHaveLength(30);
  });
});
