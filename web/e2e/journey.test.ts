import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem } from '../../db/test/support/system.ts';
import type { TestSystem } from '../../db/test/support/system.ts';
import { dongOf, openBrowser, visitor } from './visitor.ts';
import type { Visitor } from './visitor.ts';

let system: TestSystem;
let browser: Browser;
let sales: Visitor;
let manager: Visitor;

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), openBrowser()]);
  [sales, manager] = await Promise.all([
    visitor(browser, system.url),
    visitor(browser, system.url),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await system?.close();
});

const focused = () => sales.page.locator(':focus');
const press = (key: string) => sales.page.keyboard.press(key);

async function focusOn(label: string) {
  await expect.poll(() => focused().getAttribute('aria-label')).toBe(label);
}

/** Agency, item and quantity without touching the mouse. */
async function typeSlip(agency: string, item: string, quantity: string) {
  const { page } = sales;
  await sales.go('/phieu-xuat/new');
  await expect.poll(() => focused().getAttribute('role')).toBe('combobox');
  await page.keyboard.type(agency);
  await press('Enter');
  await focusOn('Mặt hàng, dòng 1');
  await page.keyboard.type(item);
  await press('Enter');
  await focusOn('Số lượng, dòng 1');
  await page.keyboard.type(quantity);
  await press('Enter');
  await focusOn('Mặt hàng, dòng 2');
}

/** The limit panel, once it speaks of the slip as it is typed now. */
async function settledRoom() {
  const panel = sales.page.getByRole('region', { name: 'Hạn mức nợ' });
  await expect.poll(() => panel.locator('[aria-busy="false"]').count()).toBe(1);
  const rows = await panel
    .locator('[aria-busy="false"] > div > div:nth-child(2)')
    .allTextContents();
  const [debt, wouldBe, limit] = rows.map(dongOf);
  if (debt === undefined || wouldBe === undefined || limit === undefined)
    throw new Error('the limit panel shows no figures');
  return { debt, wouldBe, limit };
}

async function postByKeyboard() {
  await press('Control+Enter');
  await expect.poll(() => focused().textContent()).toMatch(/^Lập phiếu/);
  await press('Enter');
}

const unreadOf = async ({ page }: Visitor) => {
  const label = await page.getByTestId('bell').getAttribute('aria-label');
  return Number.parseInt(/\d+/.exec(label ?? '')?.[0] ?? '0', 10);
};

/**
 * Earlier slips of the demo may still be announced while we look: the count once it stands still.
 */
async function settledUnread(guest: Visitor) {
  let count = -1;
  await expect
    .poll(
      async () => {
        const before = count;
        count = await unreadOf(guest);
        return count === before;
      },
      { interval: 2000, timeout: 30_000 },
    )
    .toBe(true);
  return count;
}

describe('a day of selling', () => {
  it('a clerk writes a slip by keyboard alone, and the debt rises by exactly its total', async () => {
    await Promise.all([sales.signIn('sales'), manager.signIn('manager')]);
    const unread = await settledUnread(manager);

    await typeSlip('co ba', 'tiger', '3');
    const total = dongOf(await sales.page.getByTestId('live-total').textContent());
    const before = await settledRoom();
    expect(before.wouldBe).toBe(before.debt + total);
    await postByKeyboard();
    await sales.page.waitForURL(/\/phieu-xuat\/[^/]+$/);
    await sales.page.getByText(/Đã lập phiếu xuất PX-\d{4}-\d{6}/).waitFor();

    const code =
      (await sales.page.getByRole('heading', { level: 1, name: /^PX-/ }).textContent()) ?? '';
    const ledger = sales.page
      .getByRole('table', { name: 'Sổ công nợ' })
      .locator('tbody tr')
      .first();
    expect(dongOf(await ledger.locator('td').nth(1).textContent())).toBe(total);
    expect(dongOf(await ledger.locator('td').nth(2).textContent())).toBe(before.wouldBe);

    // The manager has not touched anything since signing in.
    await expect.poll(() => unreadOf(manager), { timeout: 15_000 }).toBe(unread + 1);
    await manager.page.getByTestId('bell').click();
    await manager.page
      .getByRole('link', { name: new RegExp(`Tạp hóa Cô Ba lấy hàng: ${code}`) })
      .click();
    await expect
      .poll(() => manager.page.getByRole('heading', { level: 1 }).textContent())
      .toBe(code);
    await expect.poll(() => unreadOf(manager)).toBe(unread);
  });

  it('is refused the next slip over the limit, in the very numbers that were foretold, and nothing is lost', async () => {
    await typeSlip('hung thinh', 'tiger', '600');
    const room = await settledRoom();
    const shortBy = room.wouldBe - room.limit;
    expect(shortBy > 0n).toBe(true);
    const refusal = sales.page.waitForResponse(
      async (response) =>
        response.url().endsWith('/graphql') && (await response.text()).includes('DEBT_LIMIT'),
    );
    await postByKeyboard();
    const { errors } = (await (await refusal).json()) as {
      errors: { extensions: { details: Record<string, string> } }[];
    };
    const details = errors[0]?.extensions.details ?? {};
    expect(BigInt(details['short_by'] ?? '')).toBe(shortBy);
    expect(BigInt(details['would_be'] ?? '')).toBe(room.wouldBe);

    const block = sales.page.getByRole('alert').filter({ hasText: 'Vượt hạn mức nợ' });
    await block.waitFor();
    await expect.poll(() => focused().getAttribute('role')).toBe('alert');
    const figures = ((await block.textContent()) ?? '').match(/[\d.]+(?= ₫)/g)?.map(dongOf) ?? [];
    expect(figures.slice(0, 5)).toEqual([
      shortBy,
      room.debt,
      BigInt(details['slip_total'] ?? ''),
      0n,
      room.limit,
    ]);
    expect(await sales.page.getByLabel('Số lượng, dòng 1').inputValue()).toBe('600');
    expect(await sales.axe()).toEqual([]);
    await sales.shot('refused-over-limit');

    await block.getByRole('button', { name: /Thu thêm/ }).click();
    await expect
      .poll(async () => dongOf(await sales.page.getByLabel(/Trả ngay/).inputValue()))
      .toBe(shortBy);
    const after = await settledRoom();
    expect(after.wouldBe).toBe(room.limit);
  });

  it('a manager is told what is left of an item that is short, and takes just that', async () => {
    await manager.go('/phieu-xuat/new');
    const { page } = manager;
    await page.keyboard.type('minh phat');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.locator(':focus').getAttribute('aria-label'))
      .toBe('Mặt hàng, dòng 1');
    await page.keyboard.type('g7');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.locator(':focus').getAttribute('aria-label'))
      .toBe('Số lượng, dòng 1');
    await page.keyboard.type('5000');
    const total = dongOf(await page.getByTestId('live-total').textContent());
    await page.getByLabel(/Trả ngay/).fill(total.toString());
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'Lập phiếu', exact: true }).click();
    const mark = page.getByText(/Còn [\d.,]+, cần 5\.000/);
    const left = dongOf(/Còn ([\d.]+)/.exec((await mark.textContent()) ?? '')?.[1] ?? '');
    await manager.shot('refused-short-of-stock');
    await page.getByRole('button', { name: /^Lấy / }).click();
    await expect.poll(() => mark.count()).toBe(0);
    expect(dongOf(await page.getByLabel('Số lượng, dòng 1').inputValue())).toBe(left);
  });

  it('leaves no complaint in the browser', () => {
    expect([...sales.complaints, ...manager.complaints]).toEqual([]);
  });
});
