import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ReloadSessionContext } from '../../../lib/session.ts';
import { salesSession, show } from '../../../test_render.tsx';
import { bodiesOf, invalidField, json, nothing, refused, serve } from '../../../test_server.ts';
import { AccountPage } from './AccountPage.tsx';
import { browserName } from './browser_name.ts';

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) '
  + 'Chrome/142.0.0.0 Safari/537.36';
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, '
  + 'like Gecko) Version/19.1 Mobile/15E148 Safari/604.1';
const session = (id: string, browser: string, isCurrent: boolean) => ({
  id,
  browser,
  address: '203.0.113.9',
  is_current: isCurrent,
  created_at: '2026-11-20T01:05:00Z',
  last_used_at: new Date(Date.now() - 300_000).toISOString(),
});
const sessions = () =>
  json(200, { sessions: [session('a', chrome, true), session('b', safari, false)] });
const codes = Array.from({ length: 10 }, (_, index) => `aaaa${index}-bbbb${index}`);

function open(
  answers: Parameters<typeof serve>[0],
  factor: Partial<typeof salesSession.user.second_factor> = {},
) {
  const calls = serve({ 'GET /auth/sessions': sessions, ...answers });
  const reload = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const shown = show(
    <ReloadSessionContext value={reload}>
      <AccountPage />
    </ReloadSessionContext>,
    {
      session: {
        user: {
          ...salesSession.user,
          second_factor: { ...salesSession.user.second_factor, ...factor },
        },
      },
    },
  );
  return { ...shown, calls, reload };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a second factor', () => {
  it('is switched on by scanning or typing the key, a code, and keeping ten recovery codes', async () => {
    const { user, calls, reload } = open({
      'POST /auth/second-factor/enrol': () =>
        json(200, { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP' }),
      'POST /auth/second-factor/confirm': (call) =>
        call === 0 ? invalidField('code', 'wrong') : json(200, { recovery_codes: codes }),
    });
    await user.click(screen.getByRole('button', { name: 'Bật xác thực hai bước' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText('JBSW Y3DP EHPK 3PXP')).toBeVisible();
    expect(await dialog.findByRole('img', { name: 'Mã QR của khóa xác thực' })).toBeVisible();
    await user.type(dialog.getByLabelText('Mã xác thực'), '000000');
    expect(await dialog.findByText(/Mã không đúng/)).toBeVisible();
    await user.type(dialog.getByLabelText('Mã xác thực'), '123456');
    const list = await dialog.findByRole('list', { name: 'Mã dự phòng' });
    expect(
      within(list)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual(codes);
    expect(bodiesOf(calls, 'POST /auth/second-factor/confirm')).toEqual([
      { code: '000000' },
      { code: '123456' },
    ]);
    await user.keyboard('{Escape}');
    expect(list).toBeVisible();
    expect(reload).not.toHaveBeenCalled();
    await user.click(dialog.getByRole('button', { name: 'Chép' }));
    expect(await window.navigator.clipboard.readText()).toBe(codes.join('\n'));
    await user.click(dialog.getByRole('button', { name: 'Tôi đã lưu' }));
    expect(reload).toHaveBeenCalledOnce();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('says why there is no key, and asks for one again', async () => {
    const { user } = open({
      'POST /auth/second-factor/enrol': (call) =>
        call === 0
          ? refused(403, 'STEP_UP_REQUIRED', { method: 'password' })
          : json(200, { secret: 'ABCD', uri: 'otpauth://x' }),
    });
    await user.click(screen.getByRole('button', { name: 'Bật xác thực hai bước' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText('Việc này cần xác nhận lại rằng đúng là bạn.')).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Thử lại' }));
    expect(await dialog.findByText('ABCD')).toBeVisible();
  });

  it('that another window has switched on meanwhile is shown as it is', async () => {
    const { user, reload } = open({
      'POST /auth/second-factor/enrol': () => invalidField('', 'already_enrolled'),
    });
    await user.click(screen.getByRole('button', { name: 'Bật xác thực hai bước' }));
    await waitFor(() => expect(reload).toHaveBeenCalledOnce());
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('gets new recovery codes, with a word before the last are gone', async () => {
    const { user } = open(
      { 'POST /auth/second-factor/recovery-codes': () => json(200, { recovery_codes: codes }) },
      { is_enrolled: true, is_confirmed: true, recovery_codes_left: 2 },
    );
    expect(screen.getByText('Còn 2 mã dự phòng. Tạo mã mới trước khi hết.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Tạo mã dự phòng mới' }));
    await user.click(
      within(screen.getByRole('dialog')).getByRole('button', { name: 'Tạo mã dự phòng mới' }),
    );
    expect(await screen.findByText('aaaa9-bbbb9', { selector: 'code' })).toBeVisible();
  });

  it('is switched off after a word about what follows, unless a role asks for it', async () => {
    const { user, calls, unmount } = open(
      { 'DELETE /auth/second-factor': () => nothing() },
      { is_enrolled: true, is_confirmed: true, recovery_codes_left: 10 },
    );
    await user.click(screen.getByRole('button', { name: 'Tắt xác thực hai bước' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText(/chỉ cần mật khẩu/)).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Tắt xác thực hai bước' }));
    expect(await screen.findByText('Đã tắt xác thực hai bước')).toBeVisible();
    expect(bodiesOf(calls, 'DELETE /auth/second-factor')).toHaveLength(1);
    unmount();
    open({}, { is_enrolled: true, is_required: true, is_confirmed: true, recovery_codes_left: 10 });
    expect(screen.queryByRole('button', { name: 'Tắt xác thực hai bước' })).toBeNull();
    expect(screen.getByText(/bắt buộc xác thực hai bước nên không tắt được/)).toBeVisible();
  });
});

describe("one's own password", () => {
  it('is changed, with what is wrong under its field', async () => {
    const { user, calls } = open({
      'POST /auth/password/change': (call) =>
        call === 0 ? invalidField('current', 'wrong') : nothing(),
    });
    await user.click(screen.getByRole('button', { name: 'Đổi mật khẩu' }));
    expect(screen.getAllByText('Nhập mật khẩu.')).toHaveLength(2);
    await user.type(screen.getByLabelText('Mật khẩu đang dùng'), 'nhầm');
    await user.type(screen.getByLabelText('Mật khẩu mới'), 'một câu đủ dài');
    await user.click(screen.getByRole('button', { name: 'Đổi mật khẩu' }));
    expect(await screen.findByText('Mật khẩu đang dùng không đúng.')).toBeVisible();
    expect(screen.getByLabelText('Mật khẩu mới')).toHaveValue('một câu đủ dài');
    await user.click(screen.getByRole('button', { name: 'Đổi mật khẩu' }));
    expect(await screen.findByText('Đã đổi mật khẩu')).toBeVisible();
    expect(screen.getByLabelText('Mật khẩu mới')).toHaveValue('');
    expect(bodiesOf(calls, 'POST /auth/password/change')[1]).toEqual({
      current: 'nhầm',
      new: 'một câu đủ dài',
    });
  });
});

describe('where one is signed in', () => {
  it('is told in words, and a session elsewhere is ended', async () => {
    const { user, calls } = open({ 'DELETE /auth/sessions/b': () => nothing() });
    expect(await screen.findByText('Chrome trên Windows')).toHaveTextContent('Phiên này');
    expect(
      screen.getByText(
        /203\.0\.113\.9 · dùng lần cuối 5 phút trước · đăng nhập 20\/11\/2026 08:05/,
      ),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Kết thúc: Safari trên iPhone' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Kết thúc' }));
    expect(await screen.findByText('Đã kết thúc phiên Safari trên iPhone')).toBeVisible();
    expect(bodiesOf(calls, 'GET /auth/sessions')).toHaveLength(2);
  });

  it('is left everywhere else at once', async () => {
    const { user, calls } = open({ 'DELETE /auth/sessions': () => nothing() });
    await user.click(await screen.findByRole('button', { name: 'Đăng xuất mọi nơi khác' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText('1 phiên khác kết thúc ngay. Phiên này vẫn giữ.')).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Đăng xuất mọi nơi khác' }));
    expect(await screen.findByText('Đã đăng xuất mọi nơi khác')).toBeVisible();
    expect(bodiesOf(calls, 'DELETE /auth/sessions')).toHaveLength(1);
  });

  it('knows browsers that are built on others by their own names', () => {
    expect(browserName(`${chrome} Edg/142.0.0.0`)).toEqual({ browser: 'Edge', system: 'Windows' });
    expect(
      browserName(
        'Mozilla/5.0 (Linux; Android 16; SM-S938B) AppleWebKit/537.36 SamsungBrowser/29.0 '
          + 'Chrome/136.0.0.0 Mobile Safari/537.36',
      ),
    ).toEqual({ browser: 'Samsung Internet', system: 'Android' });
    expect(browserName('curl/8.5')).toEqual({ browser: null, system: null });
  });
});
