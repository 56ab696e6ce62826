// Statements that make one database behave as another says: functions, triggers, policies, grants,
// comments, views and row security are replaced. What holds rows, a table or a type, is only named.
import pg from 'pg';
import type { Difference } from './compare.ts';

const literal = (text: string): string => pg.escapeLiteral(text);

/** What belongs to each kind, in the order in which it can be taken away and made. */
const kinds: [
  kind: RegExp,
  away: (object: string) => string,
  make: (object: string, wanted: string, found: string | undefined) => string[],
][] = [
  [/^event trigger /, (object) => `drop ${object}`, () => []],
  [/^trigger /, (object) => `drop ${object}`, makeTrigger],
  [
    /^policy /,
    (object) => `drop ${object}`,
    (object, wanted, found) => [
      ...(found === undefined ? [] : [`drop ${object}`]),
      `create ${object} ${wanted}`,
    ],
  ],
  [/^view /, (object) => `drop ${object}`, owned],
  [/^function /, (object) => `drop ${object}`, makeFunction],
  [/^table /, () => '', changeTable],
  [/^grant on /, (object) => grant(object, '', undefined).join('; '), grant],
  [
    /^comment on /,
    (object) => `${commented(object)} is null`,
    (object, wanted) => [`${commented(object)} is ${literal(wanted)}`],
  ],
];

/** Whether a difference can be repaired without a migration. */
export function isRepairable({ object, expected, found }: Difference): boolean {
  if (object.startsWith('event trigger ')) return expected === undefined;
  if (object.startsWith('grant on ')) return !/^grant on (?:new|the database)\b/.test(object);
  if (object.startsWith('table ')) return expected !== undefined && found !== undefined;
  return kinds.some(([kind]) => kind.test(object));
}

/**
 * Statements in their order. While things differ, who may use them and what is said of them waits
 * for
 * the next look: a thing that is made anew, or gets another owner, begins with other grants.
 */
export function repairs(differences: Difference[]): string[] {
  const all = differences.filter(isRepairable);
  const things = all.filter(({ object }) => !/^(?:grant|comment) /.test(object));
  const mine = things.length > 0 ? things : all;
  const of = (kind: RegExp): Difference[] => mine.filter(({ object }) => kind.test(object));
  const away = kinds.flatMap(([kind, drop]) =>
    of(kind)
      .filter(({ expected }) => expected === undefined)
      .map(({ object }) => drop(object)),
  );
  const made = kinds
    .toReversed()
    .toSorted(([a], [b]) => place(a) - place(b))
    .flatMap(([kind, , make]) =>
      of(kind).flatMap(({ object, expected, found }) =>
        expected === undefined ? [] : make(object, expected, found),
      ),
    );
  return [...away, ...made].filter((statement) => statement !== '');
}

/** Functions first, because all others call them; words about things last. */
function place(kind: RegExp): number {
  return ['function', 'table', 'view', 'trigger', 'policy', 'grant', 'comment'].findIndex((word) =>
    kind.source.startsWith(`^${word} `),
  );
}

function makeTrigger(object: string, wanted: string, found: string | undefined): string[] {
  const [statement = '', state] = wanted.split(/; (?=switched off$|on replicas$|always$)/);
  const [, name = '', table = ''] = /^trigger (.+) on (\S+)$/.exec(object) ?? [];
  const verb = {
    'switched off': 'disable',
    'on replicas': 'enable replica',
    always: 'enable always',
  }[state ?? ''];
  return [
    ...(found === undefined ? [] : [`drop ${object}`]),
    statement,
    ...(verb === undefined ? [] : [`alter table ${table} ${verb} trigger ${name}`]),
  ];
}

function makeFunction(object: string, wanted: string, found: string | undefined): string[] {
  const result = (text: string): string | undefined => /^ RETURNS (.*)$/m.exec(text)?.[1];
  // PostgreSQL replaces a function only by one that gives the same back
  const isOther = found !== undefined && result(found) !== result(wanted);
  return isOther ? [`drop ${object}`, ...owned(object, wanted)] : owned(object, wanted, found);
}

/** `owner <role>; <statement>` as statements; only its owner replaces a thing. */
function owned(object: string, wanted: string, found?: string): string[] {
  const [, owner = '', statement = ''] = /^owner (\S+); ([\s\S]*)$/.exec(wanted) ?? [];
  return [
    ...(found === undefined ? [] : [`alter ${object} owner to sodaily_owner`]),
    statement.replace(/;\s*$/, ''),
    `alter ${object} owner to ${owner}`,
  ];
}

function changeTable(object: string, wanted: string, found: string | undefined): string[] {
  const [want, have] = [wanted.split('; '), (found ?? '').split('; ')];
  const differs = (word: string): boolean => want.includes(word) !== have.includes(word);
  const settings = (words: string[]): string | undefined =>
    words.find((word) => word.startsWith('with '))?.slice('with '.length);
  const [wantedSettings, foundSettings] = [settings(want), settings(have)];
  const names = foundSettings?.replaceAll(/=[^,]*/g, '');
  return [
    ...(want[0] === have[0] ? [] : [`alter ${object} owner to ${want[0]?.replace('owner ', '')}`]),
    ...(differs('row security')
      ? [
          `alter ${object} ${want.includes('row security') ? 'enable' : 'disable'} row `
            + 'level security',
        ]
      : []),
    ...(differs('row security forced')
      ? [
          `alter ${object} ${want.includes('row security forced') ? '' : 'no '}force row `
            + 'level security',
        ]
      : []),
    ...(wantedSettings === foundSettings
      ? []
      : [
          ...(names === undefined ? [] : [`alter ${object} reset (${names})`]),
          ...(wantedSettings === undefined ? [] : [`alter ${object} set (${wantedSettings})`]),
        ]),
  ];
}

function grant(object: string, wanted: string, found: string | undefined): string[] {
  const [, target = '', role = ''] = /^grant on (.+) to (\S+)$/.exec(object) ?? [];
  const list = (text: string | undefined): string[] =>
    (text ?? '').split(', ').filter((word) => word !== '');
  const [want, have] = [list(wanted), list(found)];
  const more = want.filter((word) => !have.includes(word));
  const less = have.filter((word) => !want.includes(word)).map(bare);
  return [
    // a column's right is named with its column, and everything that is too much goes when nothing
    // is wanted
    ...(found === undefined && wanted === ''
      ? [`revoke ${on('all privileges', target)} from ${role}`]
      : []),
    ...less.map((word) => `revoke ${on(word, target)} from ${role}`),
    ...more.map(
      (word) =>
        `grant ${on(bare(word), target)} to `
        + `${role}${word.endsWith(' with grant option') ? ' with grant option' : ''}`,
    ),
  ];
}

function bare(word: string): string {
  return word.replace(/ with grant option$/, '');
}

function on(privilege: string, target: string): string {
  const [, table, column] = /^column (.+)\.(\w+|"[^"]+")$/.exec(target) ?? [];
  if (table !== undefined && column !== undefined) return `${privilege} (${column}) on ${table}`;
  return `${privilege} on ${target.replace(/^(sequence \S+) on .*$/, '$1')}`;
}

function commented(object: string): string {
  return object
    .replace(/^(comment on (?:index|sequence) \S+) on .*$/, '$1')
    .replace(/^comment on rewrite rule /, 'comment on rule ');
}
