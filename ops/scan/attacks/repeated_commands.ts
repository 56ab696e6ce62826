import { randomUUID } from 'node:crypto';
import { getNamedType, isObjectType } from 'grafast/graphql';
import type { Person } from '../people.ts';
import type { Attack, Scan } from '../scan.ts';
import { leavesOf, mutations, relationsOf } from '../schema.ts';
import { command, toldIn } from '../send.ts';

/** A command that a person may give about an agency, and the row that it answers with. */
type Recipe = Readonly<{
  role: 'sales' | 'agency' | 'manager';
  agency: string;
  name: string;
  row: string;
  input(scan: Scan): Promise<object>;
}>;

const line = async (scan: Scan): Promise<object> => ({
  itemId: await keyOf(scan, 'inventory.item', 'sku', 'MI'),
  quantity: '1',
});
const agencyId = (scan: Scan, code: string): Promise<string> =>
  keyOf(scan, 'agency.agency', 'code', code);

const RECIPES: readonly Recipe[] = [
  ...(['DL0001', 'DL0002'] as const).map((agency): Recipe => ({
    role: 'sales',
    agency,
    name: 'createIssue',
    row: 'issue',
    input: async (scan) => ({
      agencyId: await agencyId(scan, agency),
      items: [await line(scan)],
      note: 'Giao buổi sáng',
    }),
  })),
  {
    role: 'sales',
    agency: 'DL0002',
    name: 'requestIssue',
    row: 'issue',
    input: async (scan) => ({
      agencyId: await agencyId(scan, 'DL0002'),
      items: [await line(scan)],
    }),
  },
  {
    role: 'agency',
    agency: 'DL0001',
    name: 'requestIssue',
    row: 'issue',
    input: async (scan) => ({
      agencyId: await agencyId(scan, 'DL0001'),
      items: [await line(scan)],
    }),
  },
  {
    role: 'sales',
    agency: 'DL0001',
    name: 'updateAgency',
    row: 'agency',
    input: async ({ target }) => {
      const [agency = {}] = await target.query<Record<string, string>>(
        `select a.id::text as "agencyId", a.version::text, a.name, a.phone, a.email, a.ward,
           a.address, a.tax_code as "taxCode", a.representative,
           a.agency_type_id::text as "agencyTypeId", a.district_id::text as "districtId"
         from agency.agency as a where a.code = 'DL0001'`,
      );
      return { ...agency, phone: '0900000009' };
    },
  },
];

async function keyOf(scan: Scan, table: string, column: string, word: string): Promise<string> {
  const [row] = await scan.target.query<{ id: string }>(
    `select id::text from ${table} where ${column} = $1`,
    [word],
  );
  return row?.id ?? '';
}

/** A command said again by somebody who lost the right to see what it is about. */
export const repeatedCommandsAttack: Attack = {
  name: '1 Commands said again after rights were lost',
  async run(scan) {
    for (const recipe of RECIPES) await repeat(scan, recipe);
  },
};

async function repeat(scan: Scan, recipe: Recipe): Promise<void> {
  const { target, people, report } = scan;
  const person = people[recipe.role];
  const input = { clientKey: randomUUID(), ...(await recipe.input(scan)) };
  const first = await command(scan, person, recipe.name, input, `${recipe.row} { id }`);
  report.answer(
    `${recipe.role} ${recipe.name} while they may`,
    first,
    { status: [200] },
    toldIn(first).done ? [] : [first.body.slice(0, 200)],
  );
  const taken = await take(scan, person, recipe.agency);
  try {
    for (const selection of scan.sample(selectionsOf(recipe)))
      await sayAgain(scan, person, recipe, input, selection);
    await sayAgain(scan, person, recipe, { ...input, note: 'khác' }, `${recipe.row} { id }`);
  } finally {
    if (taken)
      await target.query(
        `insert into auth.user_agency (user_id, agency_id)
         select u.id, a.id from auth."user" as u, agency.agency as a
         where u.email = $1 and a.code = $2 on conflict do nothing`,
        [person.email, recipe.agency],
      );
  }
}

/** The agency is no longer theirs, as an administrator takes it. */
async function take({ target }: Scan, { email }: Person, code: string): Promise<boolean> {
  const gone = await target.query(
    `delete from auth.user_agency as ua using auth."user" as u, agency.agency as a
     where ua.user_id = u.id and ua.agency_id = a.id and u.email = $1 and a.code = $2
     returning ua.user_id`,
    [email, code],
  );
  return gone.length > 0;
}

/** Every value of the row, and what it leads to, each by itself. */
function selectionsOf({ name, row }: Recipe): string[] {
  const payload = getNamedType(mutations.find((mutation) => mutation.name === name)?.type);
  const type = isObjectType(payload) ? getNamedType(payload.getFields()[row]?.type) : undefined;
  if (!isObjectType(type)) throw new Error(`${name} does not answer with ${row}`);
  return [...leavesOf(type), ...relationsOf(type)].map((field) => `${row} { ${field} }`);
}

async function sayAgain(
  scan: Scan,
  person: Person,
  { name, row, agency }: Recipe,
  input: object,
  selection: string,
): Promise<void> {
  const answer = await command(scan, person, name, input, selection);
  const { done, code } = toldIn(answer);
  const shown = (done as Record<string, unknown> | null)?.[row] ?? null;
  scan.report.answer(
    `${person.role} says ${name} again for ${selection.slice(0, 60)} → ${code ?? 'done'}`,
    answer,
    { status: [200, 400], hides: [agency] },
    shown === null ? [] : [`it shows ${JSON.stringify(shown).slice(0, 100)}`],
  );
}
