import type { Page } from 'playwright-core';
import type { Visitor } from '../e2e/visitor.ts';

/** One picture: who looks at what, at which size. More of them are more lines here. */
interface Shot {
  name: string;
  role: string;
  isPhone?: boolean;
  isDark?: boolean;
  open(guest: Visitor): Promise<void>;
}

export const shots: readonly Shot[] = [
  { name: 'overview', role: 'manager', open: (guest) => guest.go('/') },
  { name: 'refused_slip', role: 'sales', open: writeSlipOverLimit },
  { name: 'agency', role: 'manager', open: openAgency },
  { name: 'phone', role: 'sales', isPhone: true, open: (guest) => guest.go('/phieu-xuat') },
];

/** Nothing says any more that it is busy. */
const settled = (page: Page) =>
  page.waitForFunction(() => !document.querySelector('[aria-busy="true"], .MuiSkeleton-root'));

const focusOn = (page: Page, label: string) =>
  page.locator(`[aria-label="${label}"]:focus`).waitFor();

/** More than the agency may still take: the refusal with its figures. */
async function writeSlipOverLimit({ page, go }: Visitor) {
  await go('/phieu-xuat/new');
  await page.getByRole('combobox', { name: 'Đại lý' }).fill('hung thinh');
  await page.keyboard.press('Enter');
  await focusOn(page, 'Mặt hàng, dòng 1');
  await page.keyboard.type('tiger');
  await page.keyboard.press('Enter');
  await focusOn(page, 'Số lượng, dòng 1');
  await page.keyboard.type('600');
  await page.keyboard.press('Control+Enter');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Lập phiếu/ })
    .click();
  await page.getByRole('alert').filter({ hasText: 'Vượt hạn mức nợ' }).waitFor();
  await settled(page);
}

async function openAgency({ page, go }: Visitor) {
  await go('/dai-ly');
  await page
    .getByRole('link', { name: /Hưng Thịnh/ })
    .first()
    .click();
  await page.getByRole('heading', { level: 1, name: /Hưng Thịnh/ }).waitFor();
  await settled(page);
}
