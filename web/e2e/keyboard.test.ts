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

const focusedLabel = ({ page }: Visitor) =>
  page.evaluate(() => {
    const field = document.activeElement as HTMLInputElement | null;
    const labelledBy = document.getElementById(
      field?.getAttribute('aria-labelledby')?.split(' ')[0] ?? '',
    );
    return (
      field?.getAttribute('aria-label')
      ?? field?.labels?.[0]?.textContent
      ?? labelledBy?.textContent
      ?? null
    );
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

const looks = [
  { name: 'desktop-light', isDark: false, isPhone: false },
  { name: 'desktop-dark', isDark: true, isPhone: false },
  { name: 'phone-light', isDark: false, isPhone: true },
  { name: 'phone-dark', isDark: true, isPhone: true },
];

async function inspect(guest: Visitor, name: string) {
  // figures that are being asked for anew are dimmed
  await guest.page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  await guest.shot(`keyboard-${name}`);
  const isWide = await guest.page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(isWide, `${name} scrolls sideways`).toBe(false);
  expect(await guest.axe(), name).toEqual([]);
}

async function look(name: string, as: { isDark: boolean; isPhone: boolean }) {
  const guest = await visitor(browser, system.url, as);
  if (!as.isPhone) await guest.page.setViewportSize({ width: 1280, height: 800 });
  return { guest, shot: (what: string) => inspect(guest, `${name}-${what}`) };
}

/** One line, by keyboard. */
async function typeLine({ page }: Visitor, quantity: string) {
  await page.getByRole('combobox', { name: 'Mặt hàng, dòng 1' }).fill('tiger');
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    () =>
      document.activeElement?.getAttribute('aria-label')?.endsWith('lượng, dòng 1')
      || document.activeElement?.getAttribute('aria-label') === 'Đếm được, dòng 1',
  );
  await page.keyboard.type(quantity);
}

/** The same day of the week before. */
async function goBackAWeek({ page }: Visitor) {
  await page.keyboard.press('Alt+D');
  await page.keyboard.type('-7');
  await page.keyboard.press('Enter');
}

describe.each(looks)('back-dating and questions, $name', ({ name, ...as }) => {
  it('are said on the slip and on the payment, are accessible and fit their screen', async () => {
    const sales = await look(name, as);
    await sales.guest.signIn('sales');
    await pickAgency(sales.guest, 'co ba');
    await expect
      .poll(() => focusedLabel(sales.guest), { timeout: 10_000 })
      .toBe('Mặt hàng, dòng 1');
    await typeLine(sales.guest, '3');
    await sales.guest.page.keyboard.press('Alt+D');
    await sales.guest.page.keyboard.type('MH009');
    await sales.guest.page.getByText('Ngày chỉ gồm số').waitFor();
    await sales.shot('slip-code-in-date');
    await goBackAWeek(sales.guest);
    await sales.guest.page.getByText('Lùi ngày 7 ngày').waitFor();
    await sales.shot('slip-back-dated');
    await sales.guest.page.keyboard.press('Control+Enter');
    await sales.guest.page.getByTestId('back-dating').waitFor();
    await sales.guest.page.getByTestId('debt-after').waitFor();
    await sales.shot('slip-confirm');
    expect(sales.guest.complaints).toEqual([]);
    await sales.guest.leave();

    const clerk = await look(name, as);
    await clerk.guest.signIn('accountant');
    await clerk.guest.go('/phieu-thu/new');
    await expect.poll(() => focusedLabel(clerk.guest)).toBe('Đại lý');
    await clerk.guest.page.keyboard.type('hung thinh');
    await clerk.guest.page.keyboard.press('Enter');
    await expect.poll(() => focusedLabel(clerk.guest)).toBe('Số tiền');
    await clerk.guest.page.keyboard.type('30000000');
    await clerk.guest.page.getByText('Ba mươi triệu đồng').waitFor();
    await clerk.shot('payment');
    await clerk.guest.page.keyboard.press('Control+Enter');
    await clerk.guest.page.getByRole('dialog').getByText('Ba mươi triệu đồng, tiền mặt').waitFor();
    await clerk.shot('payment-confirm');
    await clerk.guest.page.keyboard.press('Escape');
    await clerk.guest.page.getByRole('dialog').waitFor({ state: 'detached' });
    await goBackAWeek(clerk.guest);
    await clerk.shot('payment-back-dated');
    await clerk.guest.page.keyboard.press('Control+Enter');
    await clerk.guest.page.getByTestId('back-dating').waitFor();
    await clerk.shot('payment-confirm-back-dated');
    expect(clerk.guest.complaints).toEqual([]);
    await clerk.guest.leave();
  });

  it('are said on receipts and counts', async () => {
    const { guest, shot } = await look(name, as);
    await guest.signIn('admin');
    for (const [what, path] of [
      ['receipt', '/phieu-nhap/new'],
      ['count', '/kiem-ke/new'],
    ] as const) {
      await guest.go(path);
      await typeLine(guest, '5');
      if (what === 'receipt') {
        await guest.page.getByRole('combobox', { name: 'Nhà cung cấp' }).fill('a');
        await guest.page.keyboard.press('Enter');
        await guest.page.waitForFunction(
          () => document.activeElement?.getAttribute('aria-label') === 'Mặt hàng, dòng 1',
        );
      }
      await goBackAWeek(guest);
      await guest.page.getByText('Lùi ngày 7 ngày').waitFor();
      await shot(`${what}-back-dated`);
      await guest.page.keyboard.press('Control+Enter');
      await guest.page.getByTestId('back-dating').waitFor();
      await shot(`${what}-confirm`);
      await guest.page.keyboard.press('Escape');
    }
    expect(guest.complaints).toEqual([]);
    await guest.leave();
  });
});
