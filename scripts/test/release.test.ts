// What is written when a version is released.
import { expect, test } from 'vitest';
import { cutChangelog } from '../release.ts';

const before =
  '# Changelog\n\n## Unreleased\n\n### Added\n\n- Letters.\n\n## 0.2.0 (2026-11-30)\n\n- All.\n';

test('what is unreleased becomes the version, and stands above the version before', () => {
  expect(cutChangelog(before, '0.3.0', '2027-01-02')).toBe(
    '# Changelog\n\n## Unreleased\n\n## 0.3.0 (2027-01-02)\n\n### Added\n\n- '
      + 'Letters.\n\n## 0.2.0 (2026-11-30)\n\n- All.\n',
  );
});

test('the first version has no version below it', () => {
  expect(cutChangelog('# Changelog\n\n## Unreleased\n\n- All.\n', '0.2.0', '2026-11-30')).toBe(
    '# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-11-30)\n\n- All.\n',
  );
});

test('a version without changes is not released', () => {
  const empty = cutChangelog(before, '0.3.0', '2027-01-02');

  expect(() => cutChangelog(empty, '0.4.0', '2027-01-03')).toThrow('tells nothing');
});
