import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { Language } from '../../../platform/sheets/column.ts';
import { letterheadOf } from '../papers/frame.ts';
import type { Letterhead } from '../papers/paper.ts';
import type { Parameters } from './source.ts';

const documentsShape = z.array(
  z.object({
    kind: z.string(),
    document: z.string().optional(),
    date: z.string(),
    due: z.string(),
    amount: z.string(),
    open: z.string(),
  }),
);

/** A letter that confirms a balance, as it was written. */
export interface Letter {
  agency: { name: string; code: string; lines: readonly string[]; representative: string | null };
  company: {
    letterhead: Letterhead | null;
    lines: readonly string[];
    place: string | null;
    representative: string | null;
    account: { bank: string; bin: string; number: string } | null;
  };
  /** YYYY-MM-DD. */
  month: string;
  lastDay: string;
  /** DD/MM/YYYY HH:MM. */
  knownAt: string;
  writtenOn: string;
  /** Whether the month goes on: the figures may still change. */
  isDraft: boolean;
  amounts: Readonly<Record<Amount, string>>;
  issueCount: string;
  paymentCount: string;
  inWords: string;
  documents: z.infer<typeof documentsShape>;
}
export const amountNames = [
  'opening',
  'brought',
  'bought',
  'returned',
  'adjusted',
  'paid',
  'refunded',
  'closing',
] as const;
export type Amount = (typeof amountNames)[number];

/** The newest letter of each agency for a month, or those that are named. */
export async function letterIds(
  client: PoolClient,
  { id, ids, month }: Parameters,
): Promise<string[]> {
  const named = ids ?? (id === undefined ? null : [id]);
  const { rows } = await client.query<{ id: string }>(
    `select n.id from (
       select distinct on (l.agency_id, l.month) l.id::text as id, l.known_at, a.code, l.month
       from finance.balance_letter as l join agency.agency as a on a.id = l.agency_id
       where case when $1::text[] is null
         then l.month = date_trunc('month', $2::date::timestamp)::date
         else l.id::text = any ($1) end
       order by l.agency_id, l.month, l.known_at desc) as n
     order by n.code, n.month`,
    [named, month ?? null],
  );
  return rows.map((row) => row.id);
}

const QUERY = (language: Language): string => `
  select a.name, a.code, a.address, a.ward, a.phone, a.tax_code, a.representative,
    p.name as company, p.address as company_address, p.phone as company_phone,
    p.tax_code as company_tax_code, p.logo, p.signing_place, p.representative as company_signer,
    p.representative_title as company_title, b.short_name as bank, p.bank_bin, p.bank_account,
    l.month::text, (l.month + interval '1 month - 1 day')::date::text as last_day,
    to_char(l.known_at at time zone 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY HH24:MI') as known_at,
    to_char(l.known_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') as written_on,
    (l.known_at at time zone 'Asia/Ho_Chi_Minh')::date
      < (l.month + interval '1 month - 1 day')::date as is_draft,
    ${amountNames.map((name) => `l.${name}_amount::text as ${name}`).join(', ')},
    l.issue_count::text, l.payment_count::text, l.open_documents,
    config.${language === 'vi' ? 'amount_in_words' : 'amount_in_english_words'}(
      abs(l.closing_amount)) as words
  from finance.balance_letter as l join agency.agency as a on a.id = l.agency_id
  left join config.company_profile as p on p.id = l.company_profile_id
  left join config.bank as b on b.bin = p.bank_bin
  where l.id::text = $1`;

/** Read with the rights of whoever prints; null when that person sees none. */
export async function readLetter(
  client: PoolClient,
  id: string,
  language: Language,
): Promise<Letter | null> {
  const {
    rows: [row],
  } = await client.query<Record<string, string | null>>(QUERY(language), [id]);
  if (!row) return null;
  const text = (name: string): string => row[name] ?? '';
  const company = row['company']
    ? letterheadOf(
        {
          name: row['company'],
          address: row['company_address'] ?? null,
          phone: row['company_phone'] ?? null,
          tax_code: row['company_tax_code'] ?? null,
          logo: row['logo'] ?? null,
        },
        language,
      )
    : null;
  const agency = letterheadOf(
    {
      name: text('name'),
      address: [row['address'], row['ward']].filter(Boolean).join(', ') || null,
      phone: row['phone'] ?? null,
      tax_code: row['tax_code'] ?? null,
      logo: null,
    },
    language,
  );
  const { bank, bank_bin: bin, bank_account: number } = row;
  return {
    agency: {
      name: text('name'),
      code: text('code'),
      lines: agency.lines,
      representative: row['representative'] ?? null,
    },
    company: {
      letterhead: company,
      lines: company?.lines ?? [],
      place: row['signing_place'] ?? null,
      representative:
        [row['company_signer'], row['company_title']].filter(Boolean).join(', ') || null,
      account: bank && bin && number ? { bank, bin, number } : null,
    },
    month: text('month'),
    lastDay: text('last_day'),
    knownAt: text('known_at'),
    writtenOn: text('written_on'),
    isDraft: (row['is_draft'] as unknown) === true,
    amounts: Object.fromEntries(amountNames.map((name) => [name, text(name)])) as Letter['amounts'],
    issueCount: text('issue_count'),
    paymentCount: text('payment_count'),
    inWords: text('words'),
    documents: documentsShape.parse(row['open_documents']),
  };
}
