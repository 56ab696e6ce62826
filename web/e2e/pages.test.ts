import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem } from '../../db/test/support/system.ts';
import type { TestSystem } from '../../db/test/support/system.ts';
import { inspect, looks } from './looks.ts';
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

const pages = {
  overview: '/',
  queue: '/cho-duyet',
  issues: '/phieu-xuat',
  items: '/mat-hang',
  agencies: '/dai-ly',
  'new-issue': '/phieu-xuat/new',
  payments: '/phieu-thu',
  cash: '/tien-cho-nop',
  'new-agency': '/dai-ly/new',
  notifications: '/thong-bao',
  account: '/tai-khoan',
  missing: '/khong-co-trang-nay',
} as const;

/** The first row of a list, or the first that says something, opened. */
async function openFirst(guest: Visitor, list: string, saying = '') {
  await guest.go(list);
  const title = await guest.page.getByRole('heading', { level: 1 }).textContent();
  await guest.page
    .locator('main tbody tr, main li')
    .filter({ hasText: saying })
    .locator('a')
    .first()
    .click();
  await guest.page.waitForURL((url) => url.pathname.startsWith(`${list}/`));
  // until its own name stands there, the page is the list or still on its way
  await guest.page.waitForFunction(
    (before) => document.querySelector('h1')?.textContent !== before,
    title,
  );
  await guest.page.waitForFunction(
    () => !document.querySelector('[aria-busy="true"], .MuiSkeleton-root'),
  );
}

/** Pages that need no sign-in, with what they say after a first mistake. */
const entrances = {
  'forgot-password': { path: '/quen-mat-khau', verb: 'Gửi đường dẫn' },
  'set-password': { path: '/dat-mat-khau#x', verb: 'Đặt mật khẩu' },
  register: { path: '/dang-ky', verb: 'Gửi hồ sơ' },
} as const;

async function inspectEntrances(guest: Visitor, name: string) {
  for (const [page, { path, verb }] of Object.entries(entrances)) {
    await guest.go(path);
    await inspect(guest, `${name}-${page}`);
    await guest.page.getByRole('button', { name: verb }).click();
    await inspect(guest, `${name}-${page}-refused`);
  }
}

describe.each(looks)('every page, $name', ({ name, ...look }) => {
  it('is accessible, fits its screen, and makes the browser complain about nothing', async () => {
    const guest = await visitor(browser, system.url, look);
    await guest.page.goto('/dang-nhap');
    await guest.page.getByRole('heading', { level: 1 }).waitFor();
    await inspect(guest, `${name}-sign-in`);
    await inspectEntrances(guest, name);
    await guest.signIn('sales');
    for (const [page, path] of Object.entries(pages)) {
      await guest.go(path);
      await inspect(guest, `${name}-${page}`);
    }
    await openFirst(guest, '/phieu-xuat');
    await inspect(guest, `${name}-issue`);
    await openFirst(guest, '/dai-ly');
    await inspect(guest, `${name}-agency`);
    await openFirst(guest, '/phieu-thu');
    await inspect(guest, `${name}-payment`);
    // Nobody is signed in yet on the sign-in page; nothing else may be refused.
    expect(guest.complaints).toEqual([]);
    await guest.leave();
  });
});

describe.each(looks)('the pages of goods, $name', ({ name, ...look }) => {
  it('are accessible, fit their screen, and make the browser complain about nothing', async () => {
    const keeper = await visitor(browser, system.url, look);
    await keeper.signIn('admin');
    const goods = {
      receipts: '/phieu-nhap',
      'new-receipt': '/phieu-nhap/new',
      'new-item': '/mat-hang/new',
      counts: '/kiem-ke',
      tally: '/kiem-ke/phieu-dem',
      returns: '/phieu-tra',
      'new-count': '/kiem-ke/new',
      'stock-catalog': '/danh-muc-kho',
      periods: '/khoa-so',
    } as const;
    for (const [page, path] of Object.entries(goods)) {
      await keeper.go(path);
      await inspect(keeper, `${name}-${page}`);
    }
    await openFirst(keeper, '/mat-hang');
    await inspect(keeper, `${name}-item`);
    await keeper.go('/phieu-nhap/new');
    await receive(keeper);
    await inspect(keeper, `${name}-receipt-typed`);
    await keeper.page.keyboard.press('Control+Enter');
    await keeper.page.getByRole('dialog').waitFor();
    await inspect(keeper, `${name}-receipt-confirm`);
    await keeper.page.getByRole('dialog').getByRole('button', { name: 'Lập phiếu nhập' }).click();
    // the price that was typed is far from that of the day before
    const jump = keeper.page.getByRole('dialog', { name: /^Cần bạn trả lời/ });
    await jump.getByRole('checkbox', { name: 'Giá này đúng' }).check();
    await inspect(keeper, `${name}-receipt-question`);
    await jump.getByRole('button', { name: 'Lập phiếu nhập' }).click();
    await keeper.page.getByRole('heading', { level: 1, name: /^PN-/ }).waitFor();
    await inspect(keeper, `${name}-receipt`);
    await keeper.go('/kiem-ke/new');
    await count(keeper);
    await inspect(keeper, `${name}-count-typed`);
    await keeper.page.keyboard.press('Control+Enter');
    await keeper.page
      .getByRole('dialog')
      .getByRole('button', { name: 'Lập phiếu kiểm kê' })
      .click();
    await keeper.page.getByRole('heading', { level: 1, name: /^[A-Z]{2}-/ }).waitFor();
    await inspect(keeper, `${name}-count`);
    await openFirst(keeper, '/phieu-xuat', 'Đã giao');
    await keeper.page.getByRole('button', { name: 'Trả hàng' }).click();
    await keeper.page.getByTestId('debt-then').waitFor();
    await inspect(keeper, `${name}-return-dialog`);
    await keeper.page
      .getByLabel(/^Số lượng trả/)
      .first()
      .fill('1');
    await keeper.page.getByRole('dialog').getByLabel('Lý do').fill('Hàng móp');
    await keeper.page.getByRole('dialog').getByRole('button', { name: 'Trả hàng' }).click();
    const question = keeper.page.getByRole('dialog', { name: /^Lập phiếu trả hàng/ });
    await question.waitFor();
    await inspect(keeper, `${name}-return-confirm`);
    await question.getByRole('button', { name: 'Trả hàng' }).click();
    await keeper.page.waitForURL((url) => url.pathname.startsWith('/phieu-tra/'));
    await keeper.page.getByRole('group', { name: 'Sổ kho' }).waitFor();
    await inspect(keeper, `${name}-return`);
    await openFirst(keeper, '/phieu-tra', 'Chờ xác nhận');
    await keeper.page.getByRole('button', { name: 'Xác nhận' }).click();
    await keeper.page.getByRole('dialog', { name: /^Xác nhận hàng trả/ }).waitFor();
    await inspect(keeper, `${name}-return-confirming`);
    await keeper.page.keyboard.press('Escape');
    expect(keeper.complaints).toEqual([]);
    await keeper.leave();
  });
});

describe.each(looks)('the reports, $name', ({ name, ...look }) => {
  it('are accessible, fit their screen, and make the browser complain about nothing', async () => {
    const manager = await visitor(browser, system.url, look);
    await manager.signIn('manager');
    // what the page asks for is in the address, so that it can be sent to somebody
    const reports = {
      sales: '/bao-cao/doanh-so',
      debt: '/bao-cao/cong-no',
      'debt-as-known': '/bao-cao/cong-no?luc=2026-01-01T08:00',
      stock: '/bao-cao/ton-kho',
      ageing: '/bao-cao/tuoi-no',
      ranking: '/bao-cao/xep-hang',
    } as const;
    for (const [page, path] of Object.entries(reports)) {
      await manager.go(path);
      await manager.page.locator('main table tbody tr, main ul li').first().waitFor();
      await inspect(manager, `${name}-report-${page}`);
    }
    await manager.go('/bao-cao/cong-no');
    await manager.page.locator('main tbody tr, main li').locator('a').first().click();
    await manager.page.getByText('Nợ đầu kỳ').first().waitFor();
    await inspect(manager, `${name}-statement`);
    await manager.go('/bao-cao/cong-no');
    const fetched = manager.page.waitForEvent('download');
    await manager.page.getByRole('button', { name: 'Xuất tệp' }).click();
    await inspect(manager, `${name}-export-menu`);
    await manager.page.getByRole('menuitem', { name: 'PDF' }).click();
    expect((await fetched).suggestedFilename()).toMatch(/^Báo cáo công nợ \d{4}-\d\d\.pdf$/);
    await (
      await fetched
    ).saveAs(join(import.meta.dirname, '..', 'test-results', `${name}-debt.pdf`));
    await manager.page.getByText(/^Đã xuất \d+ dòng$/).waitFor();
    await manager.go('/');
    await manager.page.getByText('Mặt hàng sắp hết').first().waitFor();
    await inspect(manager, `${name}-overview-of-manager`);
    await manager.go('/phieu-xuat');
    await manager.page.getByRole('button', { name: 'Xuất tệp' }).click();
    await inspect(manager, `${name}-export-menu-of-slips`);
    const lines = manager.page.waitForEvent('download');
    await manager.page.getByRole('menuitem', { name: 'Chi tiết phiếu xuất, CSV' }).click();
    expect((await lines).suggestedFilename()).toMatch(/^Chi tiết phiếu xuất .*\d{4}.*\.csv$/);
    await openFirst(manager, '/phieu-xuat', 'Đã giao');
    // what the paper says is read in papers.test.ts
    await manager.page.getByRole('button', { name: 'Khổ giấy' }).click();
    await inspect(manager, `${name}-paper-menu`);
    await manager.page.keyboard.press('Escape');
    await manager.go('/tep-da-xuat');
    await manager.page.getByText('Báo cáo công nợ').first().waitFor();
    await inspect(manager, `${name}-exports`);
    expect(manager.complaints).toEqual([]);
    await manager.leave();
  });
});

/** A supplier made on the spot and one line, all by keyboard. */
async function receive({ page }: Visitor) {
  await page.getByRole('button', { name: 'Thêm' }).click();
  await page.getByRole('dialog').getByLabel('Tên nhà cung cấp').fill('Công ty Bia Sài Gòn');
  await page.keyboard.press('Enter');
  const item = page.getByRole('combobox', { name: 'Mặt hàng, dòng 1' });
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await item.fill('bia');
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    () => document.activeElement?.getAttribute('aria-label') === 'Số lượng, dòng 1',
  );
  await page.keyboard.type('12');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('250000');
}

/** One line of a count. */
async function count({ page }: Visitor) {
  await page.getByRole('combobox', { name: 'Mặt hàng, dòng 1' }).fill('bia');
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    () => document.activeElement?.getAttribute('aria-label') === 'Đếm được, dòng 1',
  );
  await page.keyboard.type('99');
}

const officePages = {
  regulations: '/quy-dinh',
  company: '/cong-ty',
  catalog: '/danh-muc',
  users: '/nguoi-dung',
  changes: '/nhat-ky',
  refusals: '/bi-tu-choi',
  invariants: '/bat-bien',
} as const;

describe.each(looks)('the office, $name', ({ name, ...look }) => {
  it('is accessible on every page, also with its dialogs', async () => {
    const guest = await visitor(browser, system.url, look);
    await guest.signIn('admin');
    for (const [page, path] of Object.entries(officePages)) {
      await guest.go(path);
      expect(
        await guest.page.getByRole('alert').filter({ hasText: 'Không tải được' }).count(),
        page,
      ).toBe(0);
      await inspect(guest, `${name}-${page}`);
    }
    await guest.page.getByRole('button', { name: 'Kiểm tra ngay' }).click();
    await guest.page.getByText(/Cả \d+ điều đều đúng/).waitFor();
    await inspect(guest, `${name}-invariants-now`);
    await guest.go('/quy-dinh');
    await guest.page.getByRole('button', { name: /^Đổi/ }).first().click();
    await guest.page.getByRole('dialog').waitFor();
    await inspect(guest, `${name}-regulation-change`);
    await guest.go('/nguoi-dung');
    await guest.page
      .getByRole('button', { name: /^Vai trò:/ })
      .first()
      .click();
    await guest.page.getByRole('dialog').waitFor();
    await inspect(guest, `${name}-user-roles`);
    await openFirst(guest, '/dai-ly');
    await guest.page.getByRole('link', { name: 'Sửa', exact: true }).click();
    await guest.page.getByLabel('Tên đại lý').waitFor();
    await inspect(guest, `${name}-agency-edit`);
    expect(guest.complaints).toEqual([]);
    await guest.leave();
  });
});

describe('the warehouse', () => {
  it('sees slips, items and agencies without a single amount of money', async () => {
    const keeper = await visitor(browser, system.url);
    await keeper.signIn('warehouse');
    for (const path of ['/', '/phieu-xuat', '/dai-ly']) {
      await keeper.go(path);
      expect(await keeper.page.getByRole('main').textContent(), path).not.toContain('₫');
    }
    await openFirst(keeper, '/phieu-xuat');
    expect(await keeper.page.getByRole('main').textContent()).not.toContain('₫');
    await openFirst(keeper, '/dai-ly');
    expect(await keeper.page.getByRole('main').textContent()).not.toContain('₫');
    await openFirst(keeper, '/mat-hang');
    await keeper.page.getByRole('heading', { level: 2, name: 'Thẻ kho' }).waitFor();
    await openFirst(keeper, '/phieu-nhap');
    await keeper.page.getByRole('table', { name: 'Sổ kho' }).waitFor();
    expect(keeper.complaints).toEqual([]);
    await keeper.leave();
  });
});

describe('in English', () => {
  it('every page speaks English, and the choice stays', async () => {
    const guest = await visitor(browser, system.url, { isPhone: true });
    await guest.signIn('sales');
    await guest.page.getByRole('button', { name: /Tài khoản/ }).click();
    await guest.page.getByRole('button', { name: 'English' }).click();
    await guest.page.keyboard.press('Escape');
    await guest.go('/phieu-xuat');
    expect(await guest.page.getByRole('heading', { level: 1 }).textContent()).toBe('Issue slips');
    expect(await guest.page.locator('html').getAttribute('lang')).toBe('en');
    await inspect(guest, 'phone-english-issues');
    await guest.leave();
  });
});
