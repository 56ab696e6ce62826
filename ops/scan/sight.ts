// Who may see what, in words of the business and independent of how the database decides it.
import type { Person, Role } from './people.ts';
import type { Row, Victims } from './victims.ts';

/** Agencies by role; whoever is not named sees all of them. */
const ASSIGNED: Partial<Record<Role, readonly string[]>> = {
  sales: ['DL0001', 'DL0002', 'DL0003'],
  agency: ['DL0001'],
};
const NAMES: Record<string, string> = {
  DL0001: 'Tạp hóa Cô Ba',
  DL0002: 'Đại lý Minh Phát',
  DL0003: 'Đại lý Hưng Thịnh',
  DL0004: 'Cửa hàng An Khang',
};

/** Codes of the agencies that a person may not know of. */
export const unseenAgencies = ({ role }: Person): string[] =>
  Object.keys(NAMES).filter(
    (code) => ASSIGNED[role] !== undefined && !ASSIGNED[role].includes(code),
  );

export function mayNotSee(
  person: Person,
  table: string,
  row: Row,
  victims: Victims,
  userId: string,
): boolean {
  if (table === 'notification.notification') return row.owner !== userId;
  if (table === 'audit.change') return !person.scopes.includes('audit:read');
  return unseenAgencies(person).some(
    (code) => row.agency !== null && victims.agencies.get(code) === row.agency,
  );
}

/** Words that must not stand in anything that this person is told. */
export function secretsFrom(person: Person, { agencies, rows }: Victims): string[] {
  const unseen = new Set(unseenAgencies(person));
  const keys = new Set([...unseen].map((code) => agencies.get(code)));
  const codes = [...rows.values()]
    .flat()
    .filter((row) => row.agency !== null && keys.has(row.agency))
    .map(({ code }) => code);
  return [...unseen]
    .map((code) => NAMES[code] ?? code)
    .concat(
      [...unseen],
      codes.filter((code): code is string => code !== null),
    );
}
