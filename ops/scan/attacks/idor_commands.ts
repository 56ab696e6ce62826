import { randomUUID } from 'node:crypto';
import { ROLES, type Person } from '../people.ts';
import type { Attack, Scan } from '../scan.ts';
import { anyOf, fingerprint, keysOf, NOBODYS, plausible, REASON, TABLES } from '../commands.ts';
import { filled, inputOf, mutations, scopesOf, type Field } from '../schema.ts';
import { unseenAgencies } from '../sight.ts';
import type { Row } from '../victims.ts';

/** What only touches the caller's own rows, whatever it is told. */
const OWN_ONLY = new Set(['markAllNotificationsRead', 'markNotificationsRead']);
type Way = 'without the right' | 'of somebody else' | 'of nobody';

/** Every command by every role: without the right to it, on rows of others, on rows of nobody. */
export const commandsAttack: Attack = {
  name: 'IDOR: every command, every role',
  async run(scan) {
    for (const role of ROLES) {
      for (const mutation of mutations) await tryCommand(scan, scan.people[role], mutation);
    }
    await tryOwn(scan);
  },
};

async function tryCommand(scan: Scan, person: Person, mutation: Field): Promise<void> {
  const scopes = scopesOf(mutation.name);
  const mayNot = scopes.length > 0 && !scopes.some((scope) => person.scopes.includes(scope));
  const keys = keysOf(mutation);
  const ways: Way[] = mayNot ? ['without the right'] : [];
  if (
    unseenAgencies(person).length > 0
    && keys.some((key) => candidates(scan, person, key, 'of somebody else').length > 0)
  )
    ways.push('of somebody else');
  if (keys.length > 0) ways.push('of nobody');
  for (const way of ways) {
    const [primary = ''] = keys;
    const rows = primary === '' ? [undefined] : candidates(scan, person, primary, way).slice(0, 4);
    for (const row of rows.length > 0 ? rows : [undefined])
      await send(scan, person, mutation, way, row);
  }
}

/**
 * The same inputs by somebody who may are carried out and noticed, so the refusals above mean
 * something.
 */
async function tryOwn(scan: Scan): Promise<void> {
  const { people, victims, report, target } = scan;
  const before = await fingerprint(scan);
  const input = {
    clientKey: randomUUID(),
    agencyId: victims.agencies.get('DL0004'),
    reason: REASON,
  };
  const answer = await people.manager.at
    .at(target.freeUrl)
    .graphql(
      'mutation M($input: BlockAgencyInput!) { done: blockAgency(input: $input) { __typename } }',
      { input },
    );
  report.answer(
    'manager blocks an agency',
    answer,
    { status: [200] },
    answer.body.includes('"done":{') ? [] : [answer.body],
  );
  report.expect(
    'that is noticed',
    before !== (await fingerprint(scan)),
    'the books look as before',
  );
}

function candidates({ victims }: Scan, person: Person, key: string, way: Way): readonly Row[] {
  const rows = victims.rows.get(TABLES[key] ?? '') ?? victims.rows.get(`auth."user"`) ?? [];
  if (way === 'of nobody') return [];
  const unseen = new Set(
    (unseenAgencies(person).length > 0 ? unseenAgencies(person) : ['DL0004']).map((code) =>
      victims.agencies.get(code),
    ),
  );
  const theirs = rows.filter(({ agency }) => agency !== null && unseen.has(agency));
  if (theirs.length > 0) return theirs;
  return way === 'of somebody else' ? [] : rows;
}

async function send(
  scan: Scan,
  person: Person,
  mutation: Field,
  way: Way,
  row: Row | undefined,
): Promise<void> {
  const { report, target } = scan;
  const [primary] = keysOf(mutation);
  const input = filled(inputOf(mutation), 'input', (name, type) => {
    if (type === 'ID')
      return name === primary && row
        ? row.id
        : way === 'of nobody'
          ? NOBODYS
          : (candidates(scan, person, name, way)[0]?.id ?? anyOf(scan, name));
    return plausible(name, type, row);
  });
  const before = await fingerprint(scan);
  const type = `${mutation.name.charAt(0).toUpperCase()}${mutation.name.slice(1)}Input`;
  const answer = await person.at
    .at(target.freeUrl)
    .graphql(
      `mutation M($input: ${type}!) { done: ${mutation.name}(input: $input) { __typename } }`,
      { input },
    );
  const { data, errors } = JSON.parse(answer.body) as {
    data?: { done: unknown } | null;
    errors?: { extensions: { code: string } }[];
  };
  const code = errors?.[0]?.extensions.code;
  const isOwn = OWN_ONLY.has(mutation.name);
  report.answer(
    `${person.role} ${mutation.name} ${way} ${row?.id ?? ''} → ${code ?? 'done'}`,
    answer,
    { status: [200, 400] },
    [
      ...(data?.done && !isOwn ? ['it was carried out'] : []),
      ...(way === 'without the right' && code !== 'PERMISSION_DENIED'
        ? [`refused as ${code}, not for want of the right`]
        : []),
      ...(mutation.name !== 'markAllNotificationsRead' && before !== (await fingerprint(scan))
        ? ['the books changed']
        : []),
    ],
  );
}
