import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem } from '../../db/test/support/system.ts';
import type { TestSystem } from '../../db/test/support/system.ts';
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

const focusedLabel = ({ page }: Visitor) => page.evaluate(() => {
  const field = document.activeElement as HTMLInputElement | null;
  return field?.getAttribute('aria-label') ?? field?.labels?.[0]?.textContent ?? null;
});

async function pickAgency(guest: Visitor, name: string) {
  await guest.go('/phieu-xuat/new');
  await expect.poll(() => focusedLabel(guest)).toBe('Đại lý');
  await guest.page.keyboard.type(name);
  await guest.page.keyboard.press('Enter');
}

describe('the slip by keyboard and scanner', () => {
  it('goes from the agency to the first line, and a code scanned into the date changes no date', async () => {
    const sales = await visitor(browser, system.url);
    await sales.signIn('sales');
    await pickAgency(sales, 'co ba');
    await expect.poll(() => focusedLabel(sales)).toBe('Mặt hàng, dòng 1');
    const day = sales.page.getByLabel('Ngày lập', { exact: true });
    const today = await day.inputValue();
    expect(today).toMatch(/^\d\d\/\d\d\/\d{4}$/);
    await sales.page.keyboard.press('Alt+D');
    await expect.poll(() => focusedLabel(sales)).toBe('Ngày lập');
    await sales.page.keyboard.type('MH009');
    await sales.page.keyboard.press('Enter');
    expect(await day.inputValue()).toBe('MH009');
    await sales.page.getByText('Ngày chỉ gồm số').waitFor();
    await sales.page.keyboard.press('Control+Enter');
    expect(await sales.page.getByRole('dialog').count()).toBe(0);
    await day.focus();
    await sales.page.keyboard.type('8934588012228');
    await sales.page.keyboard.press('Enter');
    await sales.page.getByText('Quá 8 chữ số').waitFor();
    expect(await focusedLabel(sales)).toBe('Ngày lập');
    await sales.page.keyboard.type('h');
    await sales.page.keyboard.press('Enter');
    await expect.poll(() => focusedLabel(sales)).toBe('Mặt hàng, dòng 1');
    expect(await day.inputValue()).toBe(today);
    await sales.leave();
  });
});
