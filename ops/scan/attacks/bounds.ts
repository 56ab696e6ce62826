import { anyOf, plausible } from '../commands.ts';
import type { Answer } from '../inspect.ts';
import type { Attack, Scan } from '../scan.ts';
import { filled, inputOf, mutations, queries, rowType, type Field } from '../schema.ts';
import { command, toldIn } from '../send.ts';

const deep = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};
const DECIMALS = [
  '1e400',
  '-1',
  '0.00001',
  '999999999999999999',
  'NaN',
  'Infinity',
  '٣',
  '',
  '0x10',
];
const WHOLE = ['2147483648', '-2147483649', '9223372036854775808', '1.5', '', 'x', '1e9'];
/** By the type of a field, values beyond any sense. */
const BEYOND: Readonly<Record<string, readonly unknown[]>> = {
  String: ['x'.repeat(90_000), '😀'.repeat(5_001), 'a'.repeat(501), 1, true, ['x'], { a: 'x' }],
  BigFloat: [...DECIMALS, 1e21, -0, ['1'], { a: 1 }],
  BigInt: [...WHOLE, 1e21, ['1']],
  Int: [...WHOLE, 2_147_483_648, 1.5],
  Boolean: ['true', 0, 'x', []],
  Date: ['0001-01-01', '9999-12-31', 'infinity', '2026-02-30', '', 'x', 20_260_101, ['2026-01-01']],
  Datetime: ['0001-01-01T00:00:00Z', 'infinity', 'x', 1e15],
  ID: [
    '',
    '0',
    '-1',
    '99999999999999999999',
    'x',
    '1 or 1=1',
    ' 1',
    '1e1',
    'x'.repeat(5_000),
    -1.5,
  ],
  JSON: [
    deep(9),
    deep(500),
    Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [n, n])),
    'x',
    [],
  ],
};
const MANY = [0, 101, 1_000, 4_000];
const QUERY = [
  'limit=0',
  'limit=101',
  'limit=-1',
  'limit=1e1',
  'limit=0x10',
  'limit=',
  'limit=1.0',
  'limit=%201',
  'limit=1&limit=2',
  'limit[]=1',
  'limit[a]=1',
  'offset=-1',
  'offset=',
  'offset=1000001',
  'offset=99999999999',
  'offset=1e1',
  'offset[]=1',
  'unknown=1',
  'Limit=1',
  '__proto__=1',
  'constructor[prototype]=1',
  `q=${'x'.repeat(201)}`,
  'q[]=x',
  'q[a]=x',
  'q=a&q=b',
  'q=%00',
  'q=%ff',
];
const PAGES = [
  'first: 2147483647',
  'first: -1',
  'last: 100000',
  'offset: 2147483647',
  'offset: -1',
  'first: 1, last: 1',
  'after: "x"',
  'before: "W10="',
  'after: "WyJ4IiwxZTQwMF0="',
  'first: null',
];

/** Every value of every command, and every page of every list, beyond its bounds. */
export const boundsAttack: Attack = {
  name: '12 Bounds of everything',
  async run(scan) {
    const values = mutations.flatMap((mutation) => casesOf(mutation));
    for (const one of scan.sample(values)) await exceed(scan, one);
    for (const path of ['/api/v1/inventory/items', '/api/v1/agency/agencies'])
      for (const query of QUERY)
        told(
          scan,
          `${path}?${query}`,
          await scan.people.manager.at.get(`${path}?${query}`),
          [400, 200],
        );
    const pages = queries
      .filter((query) => rowType(query))
      .flatMap((query) => PAGES.map((page) => ({ query, page })));
    for (const { query, page } of scan.sample(pages)) {
      const answer = await scan.people.auditor.at
        .at(scan.target.freeUrl)
        .graphql(`{ done: ${query.name}(${page}) { totalCount } }`);
      told(scan, `${query.name}(${page})`, answer, [200, 400]);
    }
  },
};

type Case = Readonly<{ mutation: Field; field: string; value: unknown; times?: number }>;

function casesOf(mutation: Field): Case[] {
  const types = new Map<string, string>();
  filled(inputOf(mutation), 'input', (name, type) => void types.set(name, type));
  const lists = Object.entries(inputOf(mutation).getFields()).filter(([, { type }]) =>
    String(type).startsWith('['),
  );
  return [
    ...[...types].flatMap(([field, type]) =>
      (BEYOND[type] ?? []).map((value) => ({ mutation, field, value })),
    ),
    ...lists.flatMap(([field]) =>
      MANY.map((times) => ({ mutation, field, value: undefined, times })),
    ),
  ];
}

async function exceed(scan: Scan, { mutation, field, value, times }: Case): Promise<void> {
  const input = filled(inputOf(mutation), 'input', (name, type) => {
    if (name === field && times === undefined) return value;
    return type === 'ID' ? anyOf(scan, name) : plausible(name, type, undefined);
  }) as Record<string, unknown>;
  if (times !== undefined) {
    const [one] = input[field] as unknown[];
    input[field] = Array.from({ length: times }, () => one);
  }
  const began = performance.now();
  const answer = await command(scan, scan.people.manager, mutation.name, input);
  const what = `${mutation.name} ${field} ${times ?? JSON.stringify(value)?.slice(0, 40)}`;
  told(scan, `${what} → ${codeOf(answer)}`, answer, [200, 400, 413, 429]);
  scan.report.expect(
    `${what} costs little`,
    performance.now() - began < 3_000,
    `${Math.round(performance.now() - began)} ms`,
  );
}

const codeOf = (answer: Answer): string =>
  answer.status === 413 ? 'too large' : (toldIn(answer).code ?? 'done');

function told({ report }: Scan, what: string, answer: Answer, status: readonly number[]): void {
  report.answer(
    what,
    answer,
    { status },
    answer.body.length < 60_000 ? [] : [`${answer.body.length} bytes come back`],
  );
}
