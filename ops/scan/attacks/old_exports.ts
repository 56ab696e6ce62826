import { ROLES } from '../people.ts';
import type { Attack, Scan } from '../scan.ts';

const BYTES = 'nobody but the one who asked reads this';
const RIGHTS = `jsonb_build_object('of', 'another time')`;

type File = Readonly<{ id: string; email: string; kind: string }>;

/**
 * Files of everybody, made with the rights of now, with those of another time, and too old: each
 * is asked for by each role. Only the first kind is given, and only to who asked for it.
 */
export const oldExportsAttack: Attack = {
  name: '8 Files made before rights were lost',
  async run(scan) {
    const files = await makeFiles(scan);
    const cases = ROLES.flatMap((role) =>
      files.flatMap((file) =>
        (['GET', 'HEAD'] as const).flatMap((method) =>
          addressesOf(file.id).map((address) => ({ role, file, method, address })),
        ),
      ),
    );
    for (const { role, file, method, address } of scan.sample(cases)) {
      const person = scan.people[role];
      const answer = await person.at.send(method, address);
      const isOwn = file.email === person.email && file.kind === 'now';
      scan.report.answer(
        `${role} ${method} ${address}, ${file.kind} of ${file.email}`,
        answer,
        isOwn ? { status: [200, 400, 403] } : { status: [400, 403, 404, 409, 410], hides: [BYTES] },
      );
    }
  },
};

/** The address of a file, and ways to write it that might be taken for another. */
const addressesOf = (id: string): string[] => [
  `/api/v1/exports/${id}`,
  `/api/v1/exports/${id}%20`,
  `/api/v1/exports/%2B${id}`,
  `/api/v1/exports/0${id}.`,
];

async function makeFiles({ target }: Scan): Promise<File[]> {
  const files = await target.query<File>(
    `with made as (
       insert into file.export (asked_by, what, format, rights, row_count, byte_count, expires_at)
       select u.id, 'items', 'csv',
         case kind when 'lost' then ${RIGHTS} else auth.rights_of(u.id) end, 1, length($1),
         now() + case kind when 'old' then interval '-1 hour' else interval '1 day' end
       from auth."user" as u, unnest('{now,lost,old}'::text[]) as kind
       where u.email = any($2)
       returning id, asked_by, rights, expires_at)
     select m.id::text, u.email, case when m.expires_at < now() then 'old'
       when m.rights = ${RIGHTS} then 'lost' else 'now' end as kind
     from made as m join auth."user" as u on u.id = m.asked_by`,
    [BYTES, ROLES.map((role) => `${role}@sodaily.test`)],
  );
  await target.query(
    `insert into file.export_chunk (export_id, seq, bytes)
     select e.id, 0, convert_to($1, 'UTF8') from file.export as e where e.id::text = any($2)`,
    [BYTES, files.map(({ id }) => id)],
  );
  return files;
}
