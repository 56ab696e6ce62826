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

async function inspect(guest: Visitor, name: string) {
  await guest.shot(name);
  const isWide = await guest.page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(isWide, `${name} scrolls sideways`).toBe(false);
  expect(await guest.axe(), name).toEqual([]);
}

async function bringIn({ page }: Visitor, name: string, text: string) {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Chọn tệp' }).click(),
  ]);
  await chooser.setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.waitForURL(/\/nhap-tep\/\d+$/);
  await page.getByText('Đang kiểm tra', { exact: true }).waitFor({ state: 'detached' });
}

const looks = [
  { name: 'desktop-light', isDark: false, isPhone: false },
  { name: 'desktop-dark', isDark: true, isPhone: false },
  { name: 'phone-light', isDark: false, isPhone: true },
  { name: 'phone-dark', isDark: true, isPhone: true },
];

describe.each(looks)('bringing a list in, $name', ({ name, ...look }) => {
  it('tells what is wrong, row by row, and puts the mended file into the books', async () => {
    const guest = await visitor(browser, system.url, look);
    const { page } = guest;
    const code = `E2E-${name.toUpperCase()}`;
    await guest.signIn('warehouse');
    await guest.go('/mat-hang');
    await page.getByRole('link', { name: 'Nhập từ tệp' }).last().click();
    await page.getByRole('button', { name: 'Chọn tệp' }).waitFor();
    await inspect(guest, `${name}-imports`);

    await bringIn(
      guest,
      'hang-moi.csv',
      `Mã hàng,Tên hàng,Đơn vị tính,Giá nhập\n${code},Bánh mới,Thùng,12.500,\n${code},,Xe `
        + `${name},mười nghìn\n`,
    );
    await page.getByText('Trùng với dòng 2').waitFor();
    await inspect(guest, `${name}-import-faults`);
    await page.getByRole('button', { name: 'Gán vào mục có sẵn' }).click();
    await page.getByRole('combobox', { name: `“Xe ${name}” là` }).waitFor();
    await inspect(guest, `${name}-import-assign`);
    await page.getByRole('dialog').getByRole('button', { name: 'Quay lại' }).click();
    await page.getByRole('button', { name: 'Tạo 1 đơn vị' }).click();
    await inspect(guest, `${name}-import-missing`);
    await page.getByRole('dialog').getByRole('button', { name: 'Tạo và kiểm tra lại' }).click();
    await page.getByText('1 đơn vị tính chưa có').waitFor({ state: 'detached' });
    await page.getByText('Trùng với dòng 2').waitFor();
    await page.getByRole('link', { name: 'Nhập tệp đã sửa' }).click();

    await bringIn(
      guest,
      'hang-moi-2.csv',
      `Mã hàng,Tên hàng,Đơn vị tính,Giá nhập\n${code},Bánh mới,Thùng,12.500\n`,
    );
    await page.getByText('Không có lỗi').waitFor();
    await inspect(guest, `${name}-import-checked`);
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    await inspect(guest, `${name}-import-asked`);
    await page.getByRole('dialog').getByRole('button', { name: 'Ghi vào sổ' }).click();
    await page.getByText('Đã ghi sổ lúc').waitFor();
    await inspect(guest, `${name}-import-applied`);

    await page.getByRole('link', { name: 'Xem mặt hàng' }).click();
    await page.getByRole('searchbox').fill(code);
    await page.getByText('Bánh mới').first().waitFor();
    await guest.go('/nhap-tep');
    expect(await page.getByText('hang-moi-2.csv').first().isVisible()).toBe(true);
    await inspect(guest, `${name}-imports-after`);
    expect(guest.complaints).toEqual([]);
    await guest.leave();
  });
});
