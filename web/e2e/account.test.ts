import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem } from '../../db/test/support/system.ts';
import type { TestSystem } from '../../db/test/support/system.ts';
import { linkIn } from './mailbox.ts';
import { phoneWith } from './phone.ts';
import { openBrowser, PASSWORD, visitor } from './visitor.ts';
import type { Visitor } from './visitor.ts';

let system: TestSystem;
let browser: Browser;
let mailDir: string;

beforeAll(async () => {
  mailDir = await mkdtemp(join(tmpdir(), 'sodaily-mail-'));
  [system, browser] = await Promise.all([startSystem({ mailDir }), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await system?.close();
  await rm(mailDir, { recursive: true, force: true });
});

async function typePassword({ page }: Visitor, email: string, password = PASSWORD) {
  await page.goto('/dang-nhap');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}
const isIn = ({ page }: Visitor) =>
  page.getByRole('heading', { level: 1, name: 'Tổng quan' }).waitFor();
const typeCode = async ({ page }: Visitor, code: string) =>
  page.getByLabel('Mã xác thực').pressSequentially(code);

/**
 * Switches a second factor on, where the page asks for it; gives the app and the recovery codes.
 */
async function enrol(guest: Visitor) {
  const key =
    (await guest.page
      .getByTestId('secret')
      .filter({ hasText: /^[A-Z2-7 ]{20,}$/ })
      .textContent()) ?? '';
  await guest.page.getByRole('img', { name: 'Mã QR của khóa xác thực' }).waitFor();
  const nextCode = phoneWith(key);
  await typeCode(guest, await nextCode());
  const list = guest.page.getByRole('list', { name: 'Mã dự phòng' });
  await list.waitFor();
  return {
    nextCode,
    codes: await list.getByRole('listitem').allTextContents(),
    keep: () => guest.page.getByRole('button', { name: 'Tôi đã lưu' }).click(),
  };
}

async function signOut({ page }: Visitor) {
  await page.getByRole('button', { name: /Tài khoản/ }).click();
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.waitForURL((url) => url.pathname === '/dang-nhap');
}

describe('a second factor', () => {
  it('is enrolled, asked for at the next sign-in, and stood in for by a recovery code, once', async () => {
    const guest = await visitor(browser, system.url);
    await guest.signIn('accountant');
    await guest.page.getByRole('button', { name: /Tài khoản/ }).click();
    await guest.page.getByRole('link', { name: 'Mật khẩu và bảo mật' }).click();
    await guest.page.getByRole('button', { name: 'Bật xác thực hai bước' }).click();
    const { nextCode, codes, keep } = await enrol(guest);
    expect(codes).toHaveLength(10);
    expect(await guest.axe()).toEqual([]);
    await guest.shot('recovery-codes');
    const [download] = await Promise.all([
      guest.page.waitForEvent('download'),
      guest.page.getByRole('button', { name: 'Tải về' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('ma-du-phong-so-dai-ly.txt');
    await keep();
    await guest.page.getByText('Còn 10 mã dự phòng.').waitFor();
    await signOut(guest);

    await typePassword(guest, 'accountant@sodaily.test');
    await guest.page.getByRole('heading', { level: 1, name: 'Xác thực hai bước' }).waitFor();
    expect(await guest.axe()).toEqual([]);
    await guest.shot('second-step');
    await typeCode(guest, await nextCode());
    await isIn(guest);
    await signOut(guest);

    for (const isFirst of [true, false]) {
      await typePassword(guest, 'accountant@sodaily.test');
      await guest.page.getByRole('button', { name: 'Dùng mã dự phòng' }).click();
      await guest.page.getByLabel('Mã dự phòng').fill(codes[0]?.toLowerCase() ?? '');
      await guest.page.keyboard.press('Enter');
      if (isFirst) {
        await isIn(guest);
        await signOut(guest);
      } else await guest.page.getByText('Mã dự phòng không đúng hoặc đã dùng.').waitFor();
    }
    await guest.leave();
  });

  it('that a role asks for is enrolled before anything else is shown', async () => {
    await system.db.query(
      `update auth.role set is_second_factor_required = true where code = 'auditor'`,
    );
    const guest = await visitor(browser, system.url, { isPhone: true, isDark: true });
    await typePassword(guest, 'auditor@sodaily.test');
    await guest.page
      .getByRole('heading', { level: 1, name: 'Bật xác thực hai bước để tiếp tục' })
      .waitFor();
    await guest.page.getByRole('img', { name: 'Mã QR của khóa xác thực' }).waitFor();
    expect(await guest.axe()).toEqual([]);
    await guest.shot('second-factor-gate');
    expect(await guest.page.getByRole('navigation').count()).toBe(0);
    await (await enrol(guest)).keep();
    await isIn(guest);
    expect(guest.complaints).toEqual([]);
    await guest.leave();
  });
});

describe('a sensitive command', () => {
  it('asks for the password again when the last proof is old, and then is done', async () => {
    const guest = await visitor(browser, system.url);
    await guest.signIn('admin');
    await guest.go('/nguoi-dung');
    await system.db.query(`update auth.session set proved_at = now() - interval '11 minutes'`);
    await guest.page.getByRole('switch', { name: 'Bắt buộc xác thực hai bước: Kế toán' }).click();
    await guest.page.getByRole('dialog').getByRole('button', { name: 'Bắt buộc' }).click();
    const proof = guest.page.getByRole('dialog', { name: 'Xác nhận đúng là bạn' });
    await proof.waitFor();
    expect(await guest.axe()).toEqual([]);
    await guest.shot('step-up');
    await proof.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
    await guest.page.keyboard.press('Enter');
    await guest.page.getByText('Đã lưu vai trò Kế toán').waitFor();
    expect(
      await system.db.query(
        `select is_second_factor_required as is_on from auth.role where code = 'accountant'`,
      ),
    ).toEqual([{ is_on: true }]);
    await guest.leave();
  });
});

describe('somebody signed in at two places', () => {
  it('signs out everywhere else at once', async () => {
    const [desk, phone] = [
      await visitor(browser, system.url),
      await visitor(browser, system.url, { isPhone: true }),
    ];
    await phone.signIn('warehouse');
    await desk.signIn('warehouse');
    await desk.go('/tai-khoan');
    await desk.page.getByRole('button', { name: 'Đăng xuất mọi nơi khác' }).click();
    await desk.page
      .getByRole('dialog')
      .getByRole('button', { name: 'Đăng xuất mọi nơi khác' })
      .click();
    await desk.page.getByText('Đã đăng xuất mọi nơi khác').waitFor();
    await expect
      .poll(() =>
        desk.page.getByRole('list', { name: 'Nơi đang đăng nhập' }).getByRole('listitem').count(),
      )
      .toBe(1);
    await phone.page.goto('/phieu-xuat');
    await phone.page.waitForURL((url) => url.pathname === '/dang-nhap');
    await desk.go('/phieu-xuat');
    await desk.leave();
    await phone.leave();
  });
});

describe('a forgotten password', () => {
  it('is set anew by the link in the mail, once', async () => {
    const guest = await visitor(browser, system.url);
    await guest.page.goto('/dang-nhap');
    await guest.page.getByRole('link', { name: 'Quên mật khẩu?' }).click();
    await guest.page.getByLabel('E-mail').fill('sales@sodaily.test');
    await guest.page.keyboard.press('Enter');
    await guest.page.getByRole('heading', { level: 1, name: 'Xem hộp thư của bạn' }).waitFor();
    await expect
      .poll(() => linkIn(mailDir, 'sales@sodaily.test', '/dat-mat-khau'), { timeout: 30_000 })
      .toBeDefined();
    const link = (await linkIn(mailDir, 'sales@sodaily.test', '/dat-mat-khau')) ?? '';

    await guest.page.goto(link);
    await guest.page.getByLabel('Mật khẩu mới').fill('ba con mèo trên mái');
    expect(new URL(guest.page.url()).hash).toBe('');
    await guest.page.keyboard.press('Enter');
    await guest.page.getByRole('heading', { level: 1, name: 'Đã đặt mật khẩu' }).waitFor();
    await typePassword(guest, 'sales@sodaily.test', 'ba con mèo trên mái');
    await isIn(guest);

    await guest.page.goto(link);
    await guest.page.getByLabel('Mật khẩu mới').fill('ba con mèo dưới sàn');
    await guest.page.keyboard.press('Enter');
    await guest.page.getByRole('link', { name: 'Gửi đường dẫn mới' }).waitFor();
    await guest.leave();
  });
});
