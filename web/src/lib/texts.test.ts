import { describe, expect, it } from 'vitest';
import { en as formEn } from '../components/form_texts/en.ts';
import { vi as formVi } from '../components/form_texts/vi.ts';
import { en as agencyEn } from '../features/agency/texts/en.ts';
import { vi as agencyVi } from '../features/agency/texts/vi.ts';
import { en as auditEn } from '../features/audit/texts/en.ts';
import { vi as auditVi } from '../features/audit/texts/vi.ts';
import { en as accountEn } from '../features/auth/account/texts/en.ts';
import { vi as accountVi } from '../features/auth/account/texts/vi.ts';
import { en as peopleEn } from '../features/auth/people/texts/en.ts';
import { vi as peopleVi } from '../features/auth/people/texts/vi.ts';
import { en as authEn } from '../features/auth/texts/en.ts';
import { vi as authVi } from '../features/auth/texts/vi.ts';
import { en as importsEn } from '../features/file/imports/texts/en.ts';
import { vi as importsVi } from '../features/file/imports/texts/vi.ts';
import { en as configEn } from '../features/config/texts/en.ts';
import { vi as configVi } from '../features/config/texts/vi.ts';
import { en as adjustmentEn } from '../features/finance/texts/adjustment_en.ts';
import { vi as adjustmentVi } from '../features/finance/texts/adjustment_vi.ts';
import { en as refundEn } from '../features/finance/texts/refund_en.ts';
import { vi as refundVi } from '../features/finance/texts/refund_vi.ts';
import { en as financeEn } from '../features/finance/texts/en.ts';
import { vi as financeVi } from '../features/finance/texts/vi.ts';
import { en as goodsEn } from '../features/inventory/texts/goods_en.ts';
import { vi as goodsVi } from '../features/inventory/texts/goods_vi.ts';
import { en as stockCatalogEn } from '../features/inventory/catalog/texts/en.ts';
import { vi as stockCatalogVi } from '../features/inventory/catalog/texts/vi.ts';
import { en as inventoryEn } from '../features/inventory/texts/en.ts';
import { vi as inventoryVi } from '../features/inventory/texts/vi.ts';
import { en as notificationEn } from '../features/notification/texts/en.ts';
import { vi as notificationVi } from '../features/notification/texts/vi.ts';
import { en } from './texts/en.ts';
import { vi } from './texts/vi.ts';

const pairs = {
  common: [vi, en],
  account: [accountVi, accountEn],
  auth: [authVi, authEn],
  agency: [agencyVi, agencyEn],
  audit: [auditVi, auditEn],
  people: [peopleVi, peopleEn],
  config: [configVi, configEn],
  form: [formVi, formEn],
  finance: [financeVi, financeEn],
  refund: [refundVi, refundEn],
  adjustment: [adjustmentVi, adjustmentEn],
  goods: [goodsVi, goodsEn],
  imports: [importsVi, importsEn],
  stockCatalog: [stockCatalogVi, stockCatalogEn],
  inventory: [inventoryVi, inventoryEn],
  notification: [notificationVi, notificationEn],
} as const;

function flat(texts: object, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[path + key, value] as [string, string]]
      : flat(value as object, `${path}${key}.`),
  );
}

const holes = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).toSorted();

describe.each(Object.entries(pairs))('the texts of %s', (_, [vietnamese, english]) => {
  const translated = new Map(flat(english));

  it('are all translated, and none is empty', () => {
    for (const [key, text] of flat(vietnamese)) {
      expect(text, key).not.toBe('');
      expect(translated.get(key), key).toBeTruthy();
    }
  });

  it('have the same figures in both languages', () => {
    for (const [key, text] of flat(vietnamese))
      expect(holes(translated.get(key) ?? ''), key).toEqual(holes(text));
  });

  it('neither shout nor congratulate', () => {
    for (const [key, text] of flat(vietnamese))
      expect(text, key).not.toMatch(/!|vui lòng|thành công/i);
  });
});
