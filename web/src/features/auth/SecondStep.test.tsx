import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { salesSession } from '../../test_render.tsx';
import { bodiesOf, invalidField, json, refused, serve } from '../../test_server.ts';
import { SignInPage } from './SignInPage.tsx';

const halfDone = () => json(200, { totp_required: true });

async function reachSecondStep(answers: Parameters<typeof serve>[0]) {
  const calls = serve({ 'POST /auth/login': halfDone, ...answers });
  const onSignedIn = vi.fn<() => void>();
  render(<SignInPage onSignedIn={onSignedIn} />);
  await userEvent.type(screen.getByLabelText('E-mail'), 'admin@sodaily.test');
  await userEvent.type(screen.getByLabelText('Mật khẩu'), 'daily-2026{Enter}');
  return { calls, onSignedIn, code: await screen.findByLabelText('Mã xác thực') };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the second step', () => {
  it('sends the code by itself at the sixth digit, pasted with a gap too', async () => {
    const { calls, onSignedIn, code } = await reachSecondStep({
      'POST /auth/totp': () => json(200, salesSession),
    });
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Xác thực hai bước');
    expect(code).toHaveFocus();
    expect(code).toHaveAttribute('autocomplete', 'one-time-code');
    expect(code).toHaveAttribute('inputmode', 'numeric');
    await userEvent.type(code, '12345');
    expect(bodiesOf(calls, 'POST /auth/totp')).toEqual([]);
    await userEvent.clear(code);
    await userEvent.paste('123 456');
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce());
    expect(bodiesOf(calls, 'POST /auth/totp')).toEqual([{ code: '123456' }]);
  });

  it('says that a code is wrong and is ready for the next', async () => {
    const { calls, code } = await reachSecondStep({
      'POST /auth/totp': () => invalidField('code', 'wrong'),
    });
    await userEvent.type(code, '111111');
    expect(await screen.findByText(/Mã không đúng hoặc đã dùng/)).toBeVisible();
    expect(code).toHaveValue('');
    expect(code).toHaveFocus();
    await userEvent.type(code, '222222');
    await waitFor(() =>
      expect(bodiesOf(calls, 'POST /auth/totp')).toEqual([{ code: '111111' }, { code: '222222' }]),
    );
  });

  it('takes a recovery code instead', async () => {
    const { calls, onSignedIn } = await reachSecondStep({
      'POST /auth/totp': () => json(200, salesSession),
    });
    await userEvent.click(screen.getByRole('button', { name: 'Dùng mã dự phòng' }));
    await userEvent.type(screen.getByLabelText('Mã dự phòng'), ' k3v9x-p7q2m {Enter}');
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce());
    expect(bodiesOf(calls, 'POST /auth/totp')).toEqual([{ code: 'k3v9x-p7q2m' }]);
  });

  it('goes back to the password when it took too long, and when asked to', async () => {
    const { code } = await reachSecondStep({
      'POST /auth/totp': () => refused(401, 'INVALID_TOKEN'),
    });
    await userEvent.type(code, '111111');
    expect(await screen.findByText('Bước xác thực đã hết hạn. Nhập lại mật khẩu.')).toBeVisible();
    expect(screen.getByLabelText('E-mail')).toHaveValue('admin@sodaily.test');
    await userEvent.type(screen.getByLabelText('Mật khẩu'), 'daily-2026{Enter}');
    await userEvent.click(await screen.findByRole('button', { name: 'Quay lại' }));
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Đăng nhập');
    expect(screen.queryByText(/hết hạn/)).toBeNull();
  });
});

describe('too many failures', () => {
  beforeEach(() => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('show the time that is left, and let try again when it is over', async () => {
    serve({ 'POST /auth/login': () => refused(429, 'TOO_MANY_ATTEMPTS', { retry_after: 83 }) });
    render(<SignInPage onSignedIn={() => undefined} />);
    const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
    await user.type(screen.getByLabelText('E-mail'), 'sales@sodaily.test');
    await user.type(screen.getByLabelText('Mật khẩu'), 'wrong{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('Sai quá nhiều lần nên phải chờ.');
    expect(screen.getByRole('timer')).toHaveTextContent(/Thử lại được sau 1:2[23]\./);
    expect(screen.getByRole('button', { name: 'Đăng nhập' })).toBeDisabled();
    await act(() => vi.advanceTimersByTimeAsync(60_000));
    expect(screen.getByRole('timer')).toHaveTextContent(/sau 0:2\d\./);
    await act(() => vi.advanceTimersByTimeAsync(24_000));
    expect(screen.queryByRole('timer')).toBeNull();
    expect(screen.getByRole('button', { name: 'Đăng nhập' })).toBeEnabled();
  });

  it('of one account do not hold up another', async () => {
    serve({ 'POST /auth/login': () => refused(429, 'TOO_MANY_ATTEMPTS', { retry_after: 83 }) });
    render(<SignInPage onSignedIn={() => undefined} />);
    const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
    await user.type(screen.getByLabelText('E-mail'), 'sales@sodaily.test');
    await user.type(screen.getByLabelText('Mật khẩu'), 'wrong{Enter}');
    await screen.findByRole('timer');
    await user.type(screen.getByLabelText('E-mail'), '.vn');
    expect(screen.queryByRole('timer')).toBeNull();
    expect(screen.getByRole('button', { name: 'Đăng nhập' })).toBeEnabled();
  });

  it('stay told while the next code is typed, and send nothing before the time', async () => {
    const { calls, code } = await reachSecondStep({
      'POST /auth/totp': () => refused(429, 'TOO_MANY_ATTEMPTS', { retry_after: 83 }),
    });
    const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
    await user.type(code, '111111');
    await screen.findByRole('timer');
    await user.type(screen.getByLabelText('Mã xác thực'), '222222');
    expect(screen.getByRole('timer')).toHaveTextContent(/Thử lại được sau/);
    expect(bodiesOf(calls, 'POST /auth/totp')).toHaveLength(1);
    await act(() => vi.advanceTimersByTimeAsync(84_000));
    await user.click(screen.getByRole('button', { name: 'Xác nhận' }));
    expect(bodiesOf(calls, 'POST /auth/totp').at(-1)).toEqual({ code: '222222' });
  });
});

describe('what no field tells', () => {
  it('is told above the form', async () => {
    serve({ 'POST /auth/login': () => invalidField('email', 'too_large') });
    render(<SignInPage onSignedIn={() => undefined} />);
    await userEvent.type(screen.getByLabelText('E-mail'), 'a@b.test');
    await userEvent.type(screen.getByLabelText('Mật khẩu'), 'x{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('Dữ liệu nhập chưa đúng.');
  });
});
