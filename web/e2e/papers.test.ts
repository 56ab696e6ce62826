// Papers as people print them: a click, and the file stands in a tab of its own.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem } from '../../db/test/support/system.ts';
import type { TestSystem } from '../../db/test/support/system.ts';
import { readPdf } from '../../worker/test/support/read_pdf.ts';
import { openBrowser, visitor } from './visitor.ts';
import type { Visitor } from './visitor.ts';

let system: TestSystem;
let browser: Browser;

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await system?.close();
});

/** The text of the paper that the button shows, page by page. */
async function printedBy({ page }: Visitor, button: string): Promise<string[]> {
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('button', { name: button, exact: true }).first().click(),
  ]);
  await expect.poll(() => tab.url(), { timeout: 20_000 }).toContain('?view');
  const file = await page.context().request.get(tab.url());
  expect(file.headers()['content-type']).toBe('application/pdf');
  expect(file.headers()['content-disposition']).toMatch(/^inline/);
  await tab.close();
  const pages = await readPdf(await file.body());
  return pages.map(({ text }) => text);
}

describe('paper', () => {
  it('of a slip stands in a tab of its own, with number and page', async () => {
    const manager = await visitor(browser, system.url);
    await manager.signIn('manager');
    await manager.go('/phieu-xuat');
    const link = manager.page.getByRole('link', { name: /^PX-/ }).first();
    const code = (await link.textContent()) ?? '';
    await link.click();
    await manager.page.getByRole('heading', { level: 1, name: code }).waitFor();

    const [first = ''] = await printedBy(manager, 'In');

    expect(first).toContain(code);
    expect(first).toMatch(/Trang 1\/\d/);
    expect(manager.complaints).toEqual([]);
    await manager.leave();
  });

  it('of the letters of a month is one file, once they are written', async () => {
    const accountant = await visitor(browser, system.url);
    await accountant.signIn('accountant');
    const { page } = accountant;
    await accountant.go('/doi-chieu?thang=2026-10');
    await page.getByRole('button', { name: 'Lập và gửi' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Lập và gửi' }).click();
    await page.getByRole('button', { name: 'In cả tháng' }).waitFor();

    const pages = await printedBy(accountant, 'In cả tháng');

    expect(pages.length).toBeGreaterThan(1);
    expect(pages[0]).toContain('BIÊN BẢN ĐỐI CHIẾU CÔNG NỢ');
    expect(pages[0]).toContain('Kỳ 01/10/2026 đến 31/10/2026');
    expect(accountant.complaints).toEqual([]);
    await accountant.leave();
  });
});
