import { readFileSync } from 'node:fs';
import type { Attack, Scan } from '../scan.ts';
import { queries } from '../schema.ts';

const documents = Object.keys(
  JSON.parse(
    readFileSync(
      new URL('../../../server/graphql/trusted_documents.json', import.meta.url),
      'utf8',
    ),
  ) as Record<string, string>,
);
const many = (count: number, line: (nth: number) => string) =>
  Array.from({ length: count }, (_, nth) => line(nth)).join(' ');

const BOMBS: [what: string, query: string, variables?: unknown][] = [
  ['introspection', '{ __schema { types { name fields { name } } } }'],
  ['one type', '{ __type(name: "Query") { fields { name } } }'],
  ['its own name', '{ __typename }'],
  ['a typing error', '{ isues { nodes { id } } }'],
  ['an argument with a typing error', '{ issues(fisrt: 1) { nodes { id } } }'],
  ['a type with a typing error', 'query($a: IssueFliter) { issues(filter: $a) { totalCount } }'],
  ['eleven roots', `{ ${many(11, (n) => `a${n}: businessDate`)} }`],
  ['two hundred aliases', `{ ${many(200, (n) => `a${n}: businessDate`)} }`],
  ['aliases in a list', `{ items { nodes { ${many(30, (n) => `a${n}: sku`)} } } }`],
  [
    'deep',
    `{ issues { nodes ${'{ agency { issues { nodes '.repeat(8)}{ id }${' } } }'.repeat(8)} } }`,
  ],
  [
    'rows in rows in rows',
    '{ agencies(first: 100) { nodes { issues(first: 100) { nodes { issueDetails(first: '
      + '100) { nodes { id } } } } } } }',
  ],
  [
    'the same by variables',
    'query($n: Int) { agencies(first: $n) { nodes { issues(first: $n) { nodes { '
      + 'issueDetails(first: $n) { nodes { id } } } } } } }',
    { n: 99_999 },
  ],
  [
    'fragments that double',
    '{ items { nodes { ...F0 } } } '
      + `${many(28, (n) => `fragment F${n} on Item { ...F${n + 1} ...F${n + 1} }`)} fragment `
      + 'F28 on Item { id }',
  ],
  [
    'a ring',
    '{ items { nodes { ...A } } } fragment A on Item { ...B } fragment B on Item { ...A }',
  ],
  ['directives', `{ businessDate ${many(900, (n) => `@d${n}`)} }`],
  ['the same directive', `{ businessDate ${many(900, () => '@include(if: true)')} }`],
  ['fields by the thousand', `{ items { nodes { ${many(2_900, () => 'id')} } } }`],
  [
    'values in values',
    `{ items(filter: ${'{and: ['.repeat(400)}${']}'.repeat(400)}) { totalCount } }`,
  ],
  ['defer', '{ items { nodes { ... @defer { id } } } }'],
  ['stream', '{ items { nodes @stream { id } } }'],
  ['a subscription by POST', 'subscription { notificationReceived { id } }'],
  ['half a document', '{ items {'],
  ['a bell', '{ \u0007 }'],
  ['a long name', `{ ${'a'.repeat(50_000)} }`],
  ['a long number', '{ items(first: 99999999999999999999999) { totalCount } }'],
  ['a negative page', '{ items(first: -1) { totalCount } }'],
  ['a huge offset', '{ items(offset: 2147483647) { totalCount } }'],
  ['comments', `{ businessDate } #${'x'.repeat(60_000)}`],
  ['strings', `{ items(filter: {sku: {equalTo: "${'x'.repeat(60_000)}"}}) { totalCount } }`],
  ['many operations', many(500, (n) => `query Q${n} { businessDate }`)],
  ['many variables', `query(${many(600, (n) => `$v${n}: Int`)}) { businessDate }`],
  ['a variable nobody declared', '{ items(first: $n) { totalCount } }'],
  [
    'types that do not fit',
    'query($n: [[[Int]]]) { items(first: $n) { totalCount } }',
    { n: [[[1]]] },
  ],
];
const REQUESTS: unknown[] = [
  [],
  [{ query: '{ businessDate }' }],
  many(50, () => '{ businessDate }'),
  { query: 1 },
  { query: ['{ businessDate }'] },
  { query: '{ businessDate }', variables: [] },
  { query: '{ businessDate }', variables: 'x' },
  { query: '{ businessDate }', operationName: 'X' },
  { documentId: '__proto__' },
  { documentId: 'constructor' },
  { documentId: ['x'] },
  { extensions: { persistedQuery: { version: 1, sha256Hash: 'a' } } },
  { query: '{ businessDate }', extensions: { persistedQuery: { version: 1, sha256Hash: 'a' } } },
  { id: documents[0] },
  { doc_id: documents[0] },
];

/** Documents that hurt, and our own documents with variables that make no sense. */
export const graphqlAttack: Attack = {
  name: 'GraphQL abuse',
  async run(scan) {
    const { people, report, target, random } = scan;
    for (const [what, query, variables] of BOMBS) {
      report.answer(`${what}, untrusted`, await people.sales.at.graphql(query, variables), {
        status: [400, 413],
        hides: ['IssueFilter', '"fields":[{"name"'],
      });
      const began = performance.now();
      report.answer(
        what,
        await people.sales.at.at(target.freeUrl).graphql(query, variables),
        { status: [200, 400, 413] },
        performance.now() - began > 3_000 ? ['it took three seconds'] : [],
      );
    }
    for (const body of REQUESTS)
      report.answer(
        `request ${JSON.stringify(body).slice(0, 60)}`,
        await people.sales.at.post('/graphql', body),
        { status: [400] },
      );
    for (const query of queries) {
      report.answer(
        `nobody asks for ${query.name}`,
        await scan.stranger().graphql(`{ ${query.name} { __typename } }`),
        { status: [401], hides: [query.name] },
      );
    }
    for (const { name, args } of queries) {
      if (!args.some((arg) => arg.name === 'filter')) continue;
      for (const filter of ['null', '{}', '{and: null}', '{not: {}}', '{or: [{not: null}]}']) {
        report.answer(
          `${name} of ${filter}`,
          await people.auditor.at
            .at(target.freeUrl)
            .graphql(`{ ${name}(filter: ${filter}) { totalCount } }`),
          { status: [200] },
        );
      }
    }
    for (const documentId of documents) {
      for (const role of ['auditor', 'agency'] as const) {
        report.answer(
          `${role} ${documentId.slice(7, 17)} with nonsense`,
          await people[role].at.post('/graphql', { documentId, variables: nonsense(random) }),
          { status: [200, 400] },
        );
      }
      report.answer(
        `${documentId.slice(7, 17)} with nothing but null`,
        await people.auditor.at.post('/graphql', { documentId, variables: nulls }),
        { status: [200, 400] },
      );
      report.answer(
        `a stranger ${documentId.slice(7, 17)}`,
        await scan.stranger().post('/graphql', { documentId }),
        { status: [401] },
      );
    }
    await burst(scan);
  },
};

const NAMES = [
  'input',
  'id',
  'first',
  'after',
  'query',
  'filter',
  'orderBy',
  'withMoney',
  'agencyId',
  'month',
  'code',
  'key',
  'offset',
  'itemId',
  'from',
  'to',
  'ids',
  'search',
  'subject',
];
const nonsense = (random: Scan['random']): Record<string, unknown> =>
  Object.fromEntries(NAMES.map((name) => [name, random.json()]));

const nulls = Object.fromEntries(NAMES.map((name) => [name, null]));

/**
 * A hundred at once by one person: some are told to wait, the others answered, and nobody else
 * waits.
 */
async function burst({ people, report, target }: Scan): Promise<void> {
  const heavy =
    '{ issues(first: 100) { nodes { code agency { name } issueDetails(first: 20) { nodes '
    + '{ quantity } } } } }';
  const attacker = people.auditor.at.at(target.freeUrl);
  const answers = Promise.all(Array.from({ length: 100 }, () => attacker.graphql(heavy)));
  report.answer(
    'somebody else meanwhile',
    await people.manager.at.at(target.freeUrl).graphql('{ businessDate }'),
    { status: [200] },
  );
  for (const [nth, answer] of (await answers).entries())
    report.answer(`at once ${nth}`, answer, { status: [200, 429] });
}
