import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem } from '../../db/test/support/system.ts';
import type { TestSystem } from '../../db/test/support/system.ts';
import { dongOf, openBrowser, visitor } from './visitor.ts';
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

/** Commands that went out to the server. */
function commandsOf({ page }: Visitor) {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'POST' || !request.url().endsWith('/graphql')) return;
    const { operationName } = request.postDataJSON() as { operationName: string };
    if (/^(Create|Cancel|Request)/.test(operationName)) sent.push(operationName);
  });
  return sent;
}

const focusedLabel = ({ page }: Visitor) => page.evaluate(() => {
  const field = document.activeElement as HTMLInputElement | null;
  const labelledBy = document.getElementById(field?.getAttribute('aria-labelledby')?.split(' ')[0] ?? '');
  return field?.getAttribute('aria-label') ?? field?.labels?.[0]?.textContent ?? labelledBy?.textContent ?? null;
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

describe('a payment by keyboard', () => {
  it('is not booked by Enter, however often', async () => {
    const clerk = await visitor(browser, system.url);
    const commands = commandsOf(clerk);
    await clerk.signIn('accountant');
    await clerk.go('/phieu-thu/new');
    await expect.poll(() => focusedLabel(clerk)).toBe('Đại lý');
    await clerk.page.keyboard.type('hung thinh');
    await clerk.page.keyboard.press('Enter');
    await expect.poll(() => focusedLabel(clerk)).toBe('Số tiền');
    await clerk.page.keyboard.type('1');
    await clerk.page.keyboard.press('Enter');
    await expect.poll(() => focusedLabel(clerk)).toBe('Ngày thu');
    for (const label of ['Hình thức', 'Số chứng từ (không bắt buộc)', 'Ghi chú (không bắt buộc)']) {
      await clerk.page.keyboard.press('Enter');
      await expect.poll(() => focusedLabel(clerk)).toBe(label);
    }
    const dialog = clerk.page.getByRole('dialog');
    // the key is still down when the question is there
    await clerk.page.keyboard.down('Enter');
    await dialog.getByText('Một đồng, tiền mặt').waitFor();
    for (let nth = 0; nth < 5; nth += 1) await clerk.page.keyboard.down('Enter');
    await clerk.page.keyboard.up('Enter');
    expect(await dialog.isVisible()).toBe(true);
    await clerk.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(commands).toEqual([]);
    await clerk.leave();
  });

  it('is booked by Ctrl+Enter and an Enter of its own, at the debt that the question told', async () => {
    const clerk = await visitor(browser, system.url);
    const commands = commandsOf(clerk);
    await clerk.signIn('accountant');
    await clerk.go('/phieu-thu/new');
    await expect.poll(() => focusedLabel(clerk)).toBe('Đại lý');
    await clerk.page.keyboard.type('hung thinh');
    await clerk.page.keyboard.press('Enter');
    await expect.poll(() => focusedLabel(clerk)).toBe('Số tiền');
    await clerk.page.keyboard.type('1005000');
    await clerk.page.getByText('Một triệu không trăm linh năm nghìn đồng').waitFor();
    const debt = dongOf(await clerk.page.getByTestId('debt').textContent());
    await clerk.page.keyboard.press('Control+Enter');
    const dialog = clerk.page.getByRole('dialog');
    await dialog.getByText('Một triệu không trăm linh năm nghìn đồng, tiền mặt').waitFor();
    expect(dongOf(await dialog.getByTestId('debt-after').textContent())).toBe(debt - 1_005_000n);
    expect(commands).toEqual([]);
    await clerk.page.keyboard.press('Enter');
    await clerk.page.getByRole('heading', { level: 1, name: /^PT-/ }).waitFor();
    expect(commands).toEqual(['CreatePayment']);
    const entry = clerk.page.getByRole('table', { name: 'Sổ công nợ' }).locator('tbody tr').first();
    expect(dongOf(await entry.locator('td').nth(2).textContent())).toBe(debt - 1_005_000n);
    expect(clerk.complaints).toEqual([]);
    await clerk.leave();
  });
});
