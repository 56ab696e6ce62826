import type { Values } from './facts.ts';

/** Where a mail leads when it names nothing more exact. */
const PAGES: Record<string, string> = {
  invariants_broken: '/bat-bien',
  low_stock: '/mat-hang',
  sign_in_attack: '/thong-bao',
};

/** The page of what a mail is about, by the keys among its facts. */
export function linkOf(publicUrl: string, template: string, { token, ...facts }: Values): string {
  // a token stands behind the #, where no server on the way logs it
  if (token !== undefined) return `${publicUrl}/dat-mat-khau#${token}`;
  const {
    issue_id: issue,
    payment_id: payment,
    refund_id: refund,
    issue_return_id: made,
    agency_id: agency,
  } = facts;
  if (made !== undefined) return `${publicUrl}/phieu-tra/${made}`;
  if (issue !== undefined) return `${publicUrl}/phieu-xuat/${issue}`;
  if (payment !== undefined) return `${publicUrl}/phieu-thu/${payment}`;
  if (refund !== undefined) return `${publicUrl}/phieu-chi/${refund}`;
  if (agency !== undefined) return `${publicUrl}/dai-ly/${agency}`;
  return `${publicUrl}${PAGES[template] ?? '/tai-khoan'}`;
}
