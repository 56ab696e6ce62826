import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem } from '../../db/test/support/system.ts';
import type { TestSystem } from '../../db/test/support/system.ts';
import { inspect, looks } from './looks.ts';
import { openBrowser, visitor } from './visitor.ts';

let system: TestSystem;
let browser: Browser;

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await system?.close();
});

describe.each(looks)('refunds, adjustments and opening debt, $name', ({ name, ...look }) => {
  it('are accessible, fit their screen, and make the browser complain about nothing', async () => {
    const accountant = await visitor(browser, system.url, look);
    const { page } = accountant;
    await accountant.signIn('accountant');
    const [agency] = await system.db.query<{ id: string; beyond: string }>(
      `select id::text, (greatest(debt_amount, 0) + 204000)::text as beyond from agency.agency
        where code = 'DL0004'`,
    );
    await system.db
      .query(`insert into finance.opening_debt (agency_id, document, document_date, due_date,
        amount, business_date)
      select id, 'HD01', '2025-01-01', '2025-01-31', 700000, '2025-02-01' from agency.agency as a
      where code = 'DL0004'
        and not exists (select from finance.opening_debt as o where o.agency_id = a.id)`);
    await accountant.go(`/dieu-chinh-cong-no/new?dai-ly=${agency?.id}`);
    await page.getByLabel('Số tiền').fill(agency?.beyond ?? '');
    await page.getByLabel('Lý do').fill('Thưởng cuối năm');
    await inspect(accountant, `${name}-adjustment-typed`);
    await page.keyboard.press('Control+Enter');
    await page
      .getByRole('dialog')
      .getByText(/^Có dư sau/)
      .waitFor();
    await inspect(accountant, `${name}-adjustment-confirm`);
    await page.getByRole('dialog').getByRole('button', { name: 'Lập điều chỉnh' }).click();
    await page.getByRole('heading', { level: 1, name: /^DC-/ }).waitFor();
    await inspect(accountant, `${name}-adjustment`);
    await page.getByRole('button', { name: 'Hủy phiếu' }).click();
    await page.getByRole('dialog').waitFor();
    await inspect(accountant, `${name}-adjustment-cancel`);
    await accountant.go('/dieu-chinh-cong-no');
    await inspect(accountant, `${name}-adjustments`);
    await accountant.go(`/dai-ly/${agency?.id}`);
    await page.getByRole('heading', { level: 2, name: 'Nợ đầu kỳ' }).waitFor();
    await inspect(accountant, `${name}-agency-with-credit`);
    expect(await page.getByTestId('debt').textContent()).toMatch(/^Đang có dư 204\.000/);
    await page.getByRole('link', { name: 'Lập phiếu chi' }).click();
    await page.getByTestId('credit').waitFor();
    await inspect(accountant, `${name}-new-refund`);
    await page.keyboard.press('Control+Enter');
    await page
      .getByRole('dialog')
      .getByText(/nghìn đồng/)
      .waitFor();
    await inspect(accountant, `${name}-refund-confirm`);
    await page.getByRole('dialog').getByRole('button', { name: 'Lập phiếu chi' }).click();
    await page.getByRole('heading', { level: 1, name: /^PC-/ }).waitFor();
    await inspect(accountant, `${name}-refund`);
    await accountant.go('/phieu-chi');
    await inspect(accountant, `${name}-refunds`);
    await accountant.go('/phieu-chi/new');
    await inspect(accountant, `${name}-refund-without-agency`);
    expect(accountant.complaints).toEqual([]);
    await accountant.leave();
  });
});
