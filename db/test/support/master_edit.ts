// Edits of master data in tests: read first, then edit the version that was read, as a form does.
import { randomUUID } from 'node:crypto';
import type { Actor } from './actor.ts';
import type { Reader } from './books.ts';

export interface AgencyFile {
  id: string;
  code: string;
  version: number | null;
  status: string;
  name: string | null;
  agency_type_id: string | null;
  district_id: string | null;
  phone: string | null;
  email: string | null;
  ward: string | null;
  address: string | null;
  tax_code: string | null;
  representative: string | null;
  own_debt_limit: string | null;
  own_debt_limit_until: string | null;
}

const file = `a.id::text, a.code, a.version::int, a.status, a.name, a.agency_type_id::text, a.district_id::text,
  a.phone, a.email, a.ward, a.address, a.tax_code, a.representative, a.own_debt_limit::text,
  a.own_debt_limit_until::text`;

async function only<Row>(rows: Promise<Row[]>): Promise<Row> {
  const [row] = await rows;
  if (row === undefined) throw new Error('No such row');
  return row;
}

export const fileOf = (reader: Reader, code: string): Promise<AgencyFile> =>
  only(
    reader.query<AgencyFile & Record<string, unknown>>(
      `select ${file} from agency.agency as a where a.code = $1`,
      [code],
    ),
  );

/** The key of a type or territory by its name. */
export const keyOf = async (reader: Reader, table: 'agency_type' | 'district', name: string) =>
  (
    await only(
      reader.query<{ id: string }>(`select id::text from agency.${table} where name = $1`, [name]),
    )
  ).id;

/** Saves a file as it was read, with what is changed in it. */
export function editAgency(
  me: Actor,
  read: AgencyFile,
  change: Partial<AgencyFile>,
  clientKey: string = randomUUID(),
): Promise<AgencyFile> {
  const now = { ...read, ...change };
  return me.one<AgencyFile & Record<string, unknown>>(
    `select ${file}
      from agency.update_agency($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
        despite_duplicate => true) as a`,
    [
      clientKey,
      now.id,
      now.version,
      now.name,
      now.agency_type_id,
      now.district_id,
      now.phone,
      now.email,
      now.ward,
      now.address,
      now.tax_code,
      now.representative,
    ],
  );
}

export const editAgencyRefused = (me: Actor, read: AgencyFile, change: Partial<AgencyFile> = {}) =>
  me.refusalOf(() => editAgency(me, read, change));

export interface OwnDebtLimit {
  debtLimit: number | string | null;
  reason?: string | null;
  until?: string | null;
}

/** Gives an agency a debt limit of its own, until 30 days from today unless told. */
export function setDebtLimit(
  me: Actor,
  read: Pick<AgencyFile, 'id' | 'version'>,
  wish: OwnDebtLimit,
  clientKey: string = randomUUID(),
): Promise<AgencyFile> {
  return me.one<AgencyFile & Record<string, unknown>>(
    `select ${file} from agency.set_agency_debt_limit($1, $2, $3, $4, $5,
       case when $6::boolean then $7::date else config.business_date() + 30 end) as a`,
    [
      clientKey,
      read.id,
      read.version,
      wish.debtLimit,
      wish.reason === undefined ? 'Khách lâu năm' : wish.reason,
      wish.until !== undefined,
      wish.until ?? null,
    ],
  );
}

export interface OwnTerms {
  term?: number | string | null;
  blockDays?: number | string | null;
  slips?: number | string | null;
  reason?: string | null;
}

/** Gives an agency terms of payment of its own: what is left out is none. */
export function setTerms(
  me: Actor,
  read: Pick<AgencyFile, 'id' | 'version'>,
  wish: OwnTerms,
  clientKey: string = randomUUID(),
): Promise<AgencyFile> {
  return me.one<AgencyFile & Record<string, unknown>>(
    `select ${file} from agency.set_agency_terms($1, $2, $3, $4, $5, $6, $7) as a`,
    [
      clientKey,
      read.id,
      read.version,
      wish.reason === undefined ? 'Theo hợp đồng' : wish.reason,
      wish.term ?? null,
      wish.blockDays ?? null,
      wish.slips ?? null,
    ],
  );
}

export interface TypeNow {
  id: string;
  name: string;
  debt_limit: string;
  payment_term_days: number | null;
  version: number;
}

export const typeNow = (reader: Reader, name: string): Promise<TypeNow> =>
  only(
    reader.query<TypeNow & Record<string, unknown>>(
      `select id::text, name, debt_limit::text, payment_term_days, version from agency.agency_type
        where name = $1`,
      [name],
    ),
  );

/** Saves a type as it was read, with what is changed in it. */
export function editType(
  me: Actor,
  read: TypeNow,
  change: {
    name?: string | null;
    debtLimit?: number | string | null;
    term?: number | string | null;
    version?: number | null;
  },
  clientKey: string = randomUUID(),
): Promise<TypeNow> {
  return me.one<TypeNow & Record<string, unknown>>(
    `select t.id::text, t.name, t.debt_limit::text, t.payment_term_days, t.version::int
     from agency.update_agency_type($1, $2, $3, $4, $5, $6) as t`,
    [
      clientKey,
      read.id,
      change.version === undefined ? read.version : change.version,
      change.name === undefined ? read.name : change.name,
      change.debtLimit === undefined ? read.debt_limit : change.debtLimit,
      change.term === undefined ? read.payment_term_days : change.term,
    ],
  );
}

export interface DistrictNow {
  id: string;
  city: string;
  name: string;
  max_agencies: number | string | null;
  version: number;
}

export const districtNow = (reader: Reader, name: string): Promise<DistrictNow> =>
  only(
    reader.query<DistrictNow & Record<string, unknown>>(
      'select id::text, city, name, max_agencies, version from agency.district where name = $1',
      [name],
    ),
  );

/** Saves a territory as it was read, with what is changed in it. */
export function editDistrict(
  me: Actor,
  read: DistrictNow,
  change: Partial<Omit<DistrictNow, 'id'>>,
  clientKey: string = randomUUID(),
): Promise<DistrictNow> {
  const now = { ...read, ...change };
  return me.one<DistrictNow & Record<string, unknown>>(
    `select d.id::text, d.city, d.name, d.max_agencies, d.version::int
     from agency.update_district($1, $2, $3, $4, $5, $6) as d`,
    [clientKey, now.id, now.version, now.city, now.name, now.max_agencies],
  );
}

export interface RegulationWish {
  key?: string | null;
  value: string | null;
  from?: string | null;
  reason?: string | null;
  clientKey?: string;
}

/** Sets a regulation from a day on, today unless told. */
export function setRegulation(me: Actor, wish: RegulationWish) {
  return me.one<{
    id: string;
    value: string;
    valid_from: string;
    reason: string;
    created_by: string;
  }>(
    `select v.id::text, v.value, v.valid_from::text, v.reason, v.created_by::text
     from config.set_regulation($1, $2, $3,
       case when $4::boolean then $5::date else config.business_date() end, $6) as v`,
    [
      wish.clientKey ?? randomUUID(),
      wish.key === undefined ? 'EXPORT_PRICE_RATIO' : wish.key,
      wish.value,
      wish.from !== undefined,
      wish.from ?? null,
      wish.reason === undefined ? 'Thử nghiệm' : wish.reason,
    ],
  );
}

/** Withdraws what is decided for a day to come. */
export const withdrawRegulation = (
  me: Actor,
  id: string,
  reason: string | null = 'Nhập nhầm',
  clientKey: string = randomUUID(),
) =>
  me.one<{ id: string; is_withdrawn: boolean; withdraw_reason: string }>(
    `select v.id::text, v.withdrawn_at is not null as is_withdrawn, v.withdraw_reason
     from config.withdraw_regulation($1, $2, $3) as v`,
    [clientKey, id, reason],
  );

export const switchFeature = (
  me: Actor,
  isOn: boolean | null,
  version: number | null,
  clientKey: string = randomUUID(),
) =>
  me.one<{ key: string; is_on: boolean; version: number }>(
    `select f.key, f.is_on, f.version::int
      from config.set_feature_flag($1, 'agency_requests', $2, $3) as f`,
    [clientKey, isOn, version],
  );
