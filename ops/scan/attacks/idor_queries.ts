import { getNamedType, isObjectType } from 'grafast/graphql';
import type { Answer } from '../inspect.ts';
import { ROLES, type Person } from '../people.ts';
import type { Attack, Scan } from '../scan.ts';
import { leavesOf, queries, relationsOf, rowType, snake, type Field } from '../schema.ts';
import { mayNotSee, secretsFrom } from '../sight.ts';

const NOBODYS = [
  '2000000000',
  '-1',
  '0',
  '4f6cbb2e-0f2b-4f0e-9a52-1f2f8c1b7a11',
  'x',
  '1 or 1=1',
  '',
];

const dataOf = ({ body }: Answer): Record<string, unknown> =>
  (JSON.parse(body) as { data?: Record<string, unknown> | null }).data ?? {};
const codesOf = ({ body }: Answer): string[] =>
  ((JSON.parse(body) as { errors?: { extensions: { code: string } }[] }).errors ?? []).map(
    ({ extensions }) => extensions.code,
  );

/** Every query for one thing, by the key or number of what the person may not see. */
export const lookupsAttack: Attack = {
  name: 'IDOR: every query by id, every role',
  async run(scan) {
    const lookups = queries.filter(
      ({ args }) => args.length === 1 && /^(id|code)$/.test(args[0]?.name ?? ''),
    );
    for (const role of ROLES) {
      const person = scan.people[role];
      const userId = await userIdOf(scan, person);
      for (const field of lookups) await lookUp(scan, person, userId, field);
    }
    // the same questions by somebody who may: an attack that never finds anything proves nothing
    for (const field of lookups.filter(({ args }) => args[0]?.name === 'id'))
      await lookUpOwn(scan, field);
  },
};

async function userIdOf({ target }: Scan, { email }: Person): Promise<string> {
  const [user] = await target.query<{ id: string }>(
    'select id::text from auth."user" where email = $1',
    [email],
  );
  return user?.id ?? '';
}

async function lookUp(
  { victims, report, target, random }: Scan,
  person: Person,
  userId: string,
  field: Field,
): Promise<void> {
  const at = person.at.at(target.freeUrl);
  const type = getNamedType(field.type);
  const [argument] = field.args;
  if (!isObjectType(type) || !argument) return;
  const [table = '', rows = []] =
    [...victims.rows].find(([name]) => name.endsWith(`.${snake(type.name)}`)) ?? [];
  const hidden = rows.filter((row) => mayNotSee(person, table, row, victims, userId));
  const words = hidden
    .map((row) => (argument.name === 'id' ? row.id : row.code))
    .filter((word): word is string => word !== null);
  const strangers = argument.name === 'id' ? NOBODYS : ['PX-2099-000001', '%', random.nasty()];
  for (const word of [...words.slice(0, 12), ...strangers]) {
    const answer = await at.graphql(
      `query Q($word: ${String(argument.type)}) { found: ${field.name}(${argument.name}: `
        + `$word) { __typename ${leavesOf(type).includes('id') ? 'id' : ''} } }`,
      { word },
    );
    report.answer(
      `${person.role} ${field.name} ${word.slice(0, 40)}`,
      answer,
      { status: [200, 400], hides: secretsFrom(person, victims) },
      dataOf(answer)['found'] ? ['it was shown'] : [],
    );
  }
}

async function lookUpOwn({ people, victims, report, target }: Scan, field: Field): Promise<void> {
  const type = getNamedType(field.type);
  const [table = '', [row] = []] =
    [...victims.rows].find(([name]) => isObjectType(type) && name.endsWith(`.${snake(type.name)}`))
    ?? [];
  if (!row || table === 'notification.notification') return;
  const answer = await people.admin.at
    .at(target.freeUrl)
    .graphql(`query Q($id: ID!) { found: ${field.name}(id: $id) { __typename id } }`, {
      id: row.id,
    });
  report.answer(
    `admin finds a ${field.name}`,
    answer,
    { status: [200] },
    dataOf(answer)['found'] ? [] : ['it was not found'],
  );
}

/** Every list in full and what its rows lead to, as those who see some agencies and not others. */
export const listsAttack: Attack = {
  name: 'IDOR: every list and its relations',
  async run(scan) {
    for (const role of ['sales', 'agency'] as const) {
      const person = scan.people[role];
      for (const field of queries.filter((query) => rowType(query)))
        await readList(scan, person, field);
    }
  },
};

async function readList(
  { target, victims, report }: Scan,
  person: Person,
  field: Field,
): Promise<void> {
  const at = person.at.at(target.freeUrl);
  const row = rowType(field);
  if (!row) return;
  const hides = secretsFrom(person, victims);
  const ask = async (selection: string, args = 'first: 100') => {
    const answer = await at.graphql(`{ found: ${field.name}(${args}) { nodes { ${selection} } } }`);
    report.answer(`${person.role} ${field.name} ${selection.slice(0, 60)}`, answer, {
      status: [200, 400],
      hides,
    });
    return answer;
  };
  const whole = await ask(leavesOf(row).join(' '));
  // some columns are not theirs: then each for itself
  if (codesOf(whole).includes('PERMISSION_DENIED'))
    for (const leaf of leavesOf(row)) await ask(leaf);
  for (const relation of relationsOf(row)) await ask(relation, 'first: 20');
  if (!field.args.some(({ name }) => name === 'filter') || !leavesOf(row).includes('agencyId'))
    return;
  for (const code of ['DL0002', 'DL0004'].slice(person.role === 'sales' ? 1 : 0)) {
    const found = await ask(
      'agencyId',
      `filter: {agencyId: {equalTo: "${victims.agencies.get(code)}"}}`,
    );
    const { nodes = [] } = (dataOf(found)['found'] ?? {}) as { nodes?: unknown[] };
    report.expect(
      `${person.role} ${field.name} of ${code} by filter`,
      nodes.length === 0,
      'rows were shown',
    );
  }
}
