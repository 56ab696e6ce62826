import type { PoolClient } from 'pg';
import type { Language } from '../../../platform/sheets/column.ts';
import { paperText } from '../../../platform/words.ts';
import type { Letterhead } from './paper.ts';

interface Row {
  name: string | null;
  address: string | null;
  tax_code: string | null;
  phone: string | null;
  logo: string | null;
  bank: string | null;
  bank_bin: string | null;
  bank_account: string | null;
  author_title: string | null;
  keeper_title: string | null;
  cashier_title: string | null;
  approver_title: string | null;
  moment: string;
  who: string | null;
}

/** What is the same on all papers that one person prints now. */
export interface Frame {
  letterhead: Letterhead | null;
  /** Where dealers pay to; null while there is no account. */
  account: { bank: string; bin: string; number: string } | null;
  /** What the company calls who signs, by the key of db/words; null for the usual word. */
  titles: Readonly<Record<string, string | null>>;
  printed: string;
}

/** Reads it with the rights of whoever prints. */
export async function readFrame(client: PoolClient, language: Language): Promise<Frame> {
  const {
    rows: [row],
  } = await client.query<Row>(
    `select p.name, p.address, p.tax_code, p.phone, p.logo, b.short_name as bank, p.bank_bin,
       p.bank_account, p.author_title, p.keeper_title, p.cashier_title, p.approver_title,
       to_char(now() at time zone 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY HH24:MI') as moment,
       auth.user_name(auth.current_user_id()) as who
     from (values (1)) as one (row)
     left join lateral config.current_company_profile() as p on true
     left join config.bank as b on b.bin = p.bank_bin`,
  );
  const { bank, bank_bin: bin, bank_account: number } = row ?? {};
  return {
    letterhead: row?.name ? letterheadOf({ ...row, name: row.name }, language) : null,
    account: bank && bin && number ? { bank, bin, number } : null,
    titles: {
      author: row?.author_title ?? null,
      keeper: row?.keeper_title ?? null,
      cashier: row?.cashier_title ?? null,
      approver: row?.approver_title ?? null,
    },
    printed: paperText('printed', language, { moment: row?.moment ?? '', name: row?.who ?? '' }),
  };
}

/** Name, address and numbers of a company, as they head a paper. */
export function letterheadOf(
  company: Pick<Row, 'address' | 'phone' | 'tax_code' | 'logo'> & { name: string },
  language: Language,
): Letterhead {
  const numbers = [
    company.phone && `${paperText('phone', language)} ${company.phone}`,
    company.tax_code && `${paperText('taxCode', language)} ${company.tax_code}`,
  ];
  return {
    name: company.name,
    lines: [company.address ?? '', numbers.filter(Boolean).join(' · ')].filter(Boolean),
    logo: company.logo ? Buffer.from(company.logo, 'base64') : null,
  };
}
