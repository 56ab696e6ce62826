import { fingerprint, keysOf, plausible, TABLES } from '../commands.ts';
import type { Attack, Scan } from '../scan.ts';
import { filled, inputOf, mutations, type Field } from '../schema.ts';
import { command, toldIn } from '../send.ts';
import type { Row } from '../victims.ts';

const ROWS = 4;

/** Versions that nobody looked at, from one that is so now. */
const othersThan = (now: string): (string | null | undefined)[] => [
  String(BigInt(now) + 1n),
  String(BigInt(now) - 1n),
  String(BigInt(now) + 1_000n),
  String(-BigInt(now)),
  '0',
  '9223372036854775807',
  '9223372036854775808',
  '1.5',
  'x',
  '',
  // none at all means as it was at first
  ...(now === '1' ? [] : [null, undefined]),
];

/** Every change and decision that names what was looked at, with something else in its place. */
export const staleVersionsAttack: Attack = {
  name: '3 Decisions on what was not looked at',
  async run(scan) {
    const versioned = mutations.filter((mutation) => 'version' in inputOf(mutation).getFields());
    scan.report.expect('there are such commands', versioned.length >= 25, `${versioned.length}`);
    const rows = new Map<Field, readonly Row[]>();
    for (const mutation of versioned) rows.set(mutation, await rowsOf(scan, mutation));
    const cases = versioned.flatMap((mutation) =>
      (rows.get(mutation) ?? []).flatMap((row) =>
        (['manager', 'admin'] as const).flatMap((role) =>
          othersThan(row.version).map((version) => ({ mutation, row, role, version })),
        ),
      ),
    );
    const before = await fingerprint(scan);
    for (const { mutation, row, role, version } of scan.sample(cases)) {
      const answer = await command(scan, scan.people[role], mutation.name, {
        ...inputFor(mutation, row),
        version,
      });
      const { done, code } = toldIn(answer);
      scan.report.answer(
        `${role} ${mutation.name} of ${row.id} at version ${version} → ${code ?? 'done'}`,
        answer,
        { status: [200, 400] },
        done ? ['it was carried out'] : [],
      );
    }
    scan.report.expect('the books are as before', before === (await fingerprint(scan)));
  },
};

/** Rows with the versions that they have now: attacks before this one may have changed them. */
async function rowsOf({ target, victims }: Scan, mutation: Field): Promise<readonly Row[]> {
  const table = (TABLES[keysOf(mutation)[0] ?? ''] ?? '').replace('auth.user', 'auth."user"');
  const known = (victims.rows.get(table) ?? []).slice(0, ROWS);
  if (known.length === 0) return [];
  const now = await target.query<{ id: string; version: string | null }>(
    `select t.id::text, to_jsonb(t) ->> 'version' as version from ${table} as t
     where t.id::text = any($1)`,
    [known.map(({ id }) => id)],
  );
  return known.map((row) => ({
    ...row,
    version: now.find(({ id }) => id === row.id)?.version ?? '1',
  }));
}

function inputFor(mutation: Field, row: Row): object {
  const [primary] = keysOf(mutation);
  return filled(inputOf(mutation), 'input', (name, type) =>
    type === 'ID' && name === primary ? row.id : type === 'ID' ? '1' : plausible(name, type, row),
  ) as object;
}
