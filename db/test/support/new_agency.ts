// Agencies made by the real function, in a territory of one's own.
import { randomUUID } from 'node:crypto';
import type { Actor } from './actor.ts';
import type { TestDatabase } from './database.ts';

export interface AgencyNow {
  id: string;
  code: string;
  name: string;
  status: string;
}

/** A territory, with a cap of its own or under the regulation's. */
export async function addDistrict(
  db: TestDatabase,
  name: string,
  maxAgencies?: number,
): Promise<void> {
  await db.query(
    "insert into agency.district (city, name, max_agencies) values ('TP. Hồ Chí Minh', $1, $2)",
    [name, maxAgencies ?? null],
  );
}

export function createAgency(
  me: Actor,
  wish: { name?: string; district?: string; email?: string | null; clientKey?: string } = {},
): Promise<AgencyNow> {
  return me.one<AgencyNow>(
    `select a.id::text, a.code, a.name, a.status
     from agency.create_agency($1, $2,
       (select id from agency.agency_type where name = 'Loại 1'),
       (select id from agency.district where name = $3), email => $4,
       despite_duplicate => true) as a`,
    [
      wish.clientKey ?? randomUUID(),
      wish.name ?? 'Đại lý Mới',
      wish.district ?? 'Quận 1',
      wish.email ?? null,
    ],
  );
}
