import { blank, wordsOf, type Tree } from './files.ts';

/** A dated value that rules read, a whole number from `lowest` to `highest`. */
export function newRegulation(
  tree: Tree,
  name: string,
  [value = '', lowest = '0', highest = '9999']: readonly string[],
): void {
  const { upper, plain } = wordsOf(name);
  if (!/^\d+$/.test(value))
    throw new Error(`Say its first value: npm run new regulation ${upper} 15 [lowest highest]`);
  const row = `('${upper}', 'integer', ${lowest}, ${highest},
    '${blank('quy định này làm gì, bằng tiếng Việt')}',
    '${blank(`what ${plain} decides`)}', false)`;
  tree.insertBefore(
    'db/fixtures/config/data/regulation.sql',
    '\n) as n (key, value_type',
    `,\n  ${row}`,
  );
  tree.insertBefore(
    'db/fixtures/config/data/regulation_version.sql',
    '\n) as n (key, value)',
    `,\n  ('${upper}', '${value}')`,
  );
  tree.append('db/current/1-current.sql', forRunningDatabases(upper, value, row));
  tree.insertAfter(
    'db/test/catalog/regulations.test.ts',
    'const defaults = {\n',
    `  ${upper}: '${value}',\n`,
  );
  tree.insertAfter(
    'CHANGELOG.md',
    '### Added\n\n',
    `- Regulation \`${upper}\` (${value}): ${blank('what it decides')}\n`,
  );
}

const forRunningDatabases = (upper: string, value: string, row: string): string => `
set local role sodaily_definer;
insert into config.regulation (key, value_type, min_value, max_value, description_vi,
  description_en, is_optional)
values ${row}
on conflict (key) do nothing;
insert into config.regulation_version (regulation_id, value, valid_from, reason)
select r.id, '${value}', date '2000-01-01', 'Giá trị ban đầu'
from config.regulation as r
where r.key = '${upper}' and not exists (
  select from config.regulation_version as v where v.regulation_id = r.id);
set local role sodaily_owner;
`;
