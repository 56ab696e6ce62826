import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bodiesOf, invalidField, json, nothing, refused, serve } from '../../test_server.ts';
import { ForgotPage } from './ForgotPage.tsx';
import { RegisterPage } from './RegisterPage.tsx';
import { SetPasswordPage } from './SetPasswordPage.tsx';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a forgotten password', () => {
  it('is answered by the same sentence for everybody', async () => {
    const calls = serve({ 'POST /auth/password/forgot': () => nothing(202) });
    render(<ForgotPage />);
    await userEvent.click(screen.getByRole('button', { name: 'Gửi đường dẫn' }));
    expect(screen.getByText('Nhập e-mail.')).toBeVisible();
    await userEvent.type(screen.getByLabelText('E-mail'), ' ai.do@example.com {Enter}');
    expect(
      await screen.findByText(/^Nếu ai\.do@example\.com có tài khoản, đường dẫn đặt mật khẩu mới/),
    ).toBeVisible();
    expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
    expect(bodiesOf(calls, 'POST /auth/password/forgot')).toEqual([{ email: 'ai.do@example.com' }]);
  });
});

describe('a mailed link', () => {
  beforeEach(() => {
    window.history.replaceState(null, '', '/dat-mat-khau#one-time-token');
  });
  afterEach(() => {
    window.history.replaceState(null, '', '/');
  });
  const type = (text: string) => userEvent.type(screen.getByLabelText('Mật khẩu mới'), text);

  it('leaves no token in the address, and sets a password that is long enough', async () => {
    const calls = serve({ 'POST /auth/password/reset': () => nothing() });
    render(<SetPasswordPage />);
    expect(window.location.hash).toBe('');
    await type('ngắn{Enter}');
    expect(screen.getByText('Cần ít nhất 12 ký tự.')).toBeVisible();
    expect(screen.getByRole('status')).toHaveTextContent('4 trên 12 ký tự');
    expect(calls).toEqual([]);
    await type(' mà lại dài');
    expect(screen.getByRole('status')).toHaveTextContent('15 ký tự, đủ dài');
    await type('{Enter}');
    expect(await screen.findByRole('heading', { name: 'Đã đặt mật khẩu' })).toHaveFocus();
    expect(screen.getByRole('link', { name: 'Đăng nhập' })).toHaveAttribute('href', '/dang-nhap');
    expect(bodiesOf(calls, 'POST /auth/password/reset')).toEqual([
      { token: 'one-time-token', new: 'ngắn mà lại dài' },
    ]);
  });

  it('says under the field what is wrong with a password', async () => {
    serve({ 'POST /auth/password/reset': () => invalidField('new', 'too_common') });
    render(<SetPasswordPage />);
    await type('password1234{Enter}');
    expect(await screen.findByText(/quá phổ biến/)).toBeVisible();
    expect(screen.getByLabelText('Mật khẩu mới')).toHaveFocus();
    expect(screen.getByLabelText('Mật khẩu mới')).toBeInvalid();
  });

  it('that is no link at all leads to a new one too', async () => {
    serve({ 'POST /auth/password/reset': () => invalidField('token', 'too_large') });
    render(<SetPasswordPage />);
    await type('một câu đủ dài{Enter}');
    expect(await screen.findByRole('link', { name: 'Gửi đường dẫn mới' })).toBeVisible();
  });

  it('offers a new one when it is used or too old, or lost by a reload', async () => {
    serve({ 'POST /auth/password/reset': () => refused(410, 'LINK_EXPIRED') });
    const { unmount } = render(<SetPasswordPage />);
    await type('một câu đủ dài{Enter}');
    expect(await screen.findByRole('link', { name: 'Gửi đường dẫn mới' })).toHaveAttribute(
      'href',
      '/quen-mat-khau',
    );
    unmount();
    render(<SetPasswordPage />);
    expect(screen.getByRole('heading', { name: 'Đường dẫn không còn dùng được' })).toBeVisible();
  });
});

describe('an agency that registers', () => {
  const districts = [
    { id: '7', city: 'TP. Hồ Chí Minh', name: 'Quận 7' },
    { id: '9', city: 'TP. Hồ Chí Minh', name: 'Thủ Đức' },
  ];

  async function fillIn() {
    for (const [label, text] of [
      ['Tên đại lý', 'Tạp hóa Sáu Lành'],
      ['Người đại diện', 'Trần Văn Sáu'],
      ['Điện thoại', '0900 000 044'],
      ['Địa chỉ', '12 Lê Lợi'],
    ] as const) {
      await userEvent.type(screen.getByLabelText(label), text);
    }
    await userEvent.type(screen.getByLabelText('E-mail'), 'sau@example.com');
    await userEvent.selectOptions(screen.getByLabelText('Địa bàn'), '9');
  }

  it('is told that a manager looks at it', async () => {
    const calls = serve({
      'GET /auth/registration': () => json(200, { districts }),
      'POST /auth/registration': () => nothing(202),
    });
    render(<RegisterPage />);
    await screen.findByRole('option', { name: 'Thủ Đức' });
    await fillIn();
    await userEvent.click(screen.getByRole('button', { name: 'Gửi hồ sơ' }));
    expect(
      await screen.findByText(/Quản lý sẽ xem hồ sơ của Tạp hóa Sáu Lành.*sau@example\.com/),
    ).toBeVisible();
    expect(bodiesOf(calls, 'POST /auth/registration')).toEqual([
      {
        name: 'Tạp hóa Sáu Lành',
        representative: 'Trần Văn Sáu',
        phone: '0900 000 044',
        email: 'sau@example.com',
        district_id: '9',
        address: '12 Lê Lợi',
      },
    ]);
  });

  it("sees every wrong field at once, its own and the server's, and loses nothing", async () => {
    serve({
      'GET /auth/registration': () => json(200, { districts }),
      'POST /auth/registration': () => invalidField('phone', 'malformed'),
    });
    render(<RegisterPage />);
    await screen.findByRole('option', { name: 'Quận 7' });
    await userEvent.click(screen.getByRole('button', { name: 'Gửi hồ sơ' }));
    expect(screen.getAllByText('Chưa nhập.')).toHaveLength(6);
    expect(screen.getByLabelText('Tên đại lý')).toHaveFocus();
    await fillIn();
    await userEvent.click(screen.getByRole('button', { name: 'Gửi hồ sơ' }));
    expect(await screen.findByText('Chưa đúng dạng.')).toBeVisible();
    expect(screen.getByLabelText('Điện thoại')).toHaveFocus();
    expect(screen.getByLabelText('Tên đại lý')).toHaveValue('Tạp hóa Sáu Lành');
  });

  it('keeps the mark of every other wrong field while one is corrected', async () => {
    const fields = [
      { path: 'phone', reason: 'malformed' },
      { path: 'email', reason: 'malformed' },
    ];
    serve({
      'GET /auth/registration': () => json(200, { districts }),
      'POST /auth/registration': () => refused(400, 'VALIDATION_ERROR', { fields }),
    });
    render(<RegisterPage />);
    await screen.findByRole('option', { name: 'Thủ Đức' });
    await fillIn();
    await userEvent.click(screen.getByRole('button', { name: 'Gửi hồ sơ' }));
    expect(await screen.findAllByText('Chưa đúng dạng.')).toHaveLength(2);
    await userEvent.type(screen.getByLabelText('Điện thoại'), '1');
    expect(screen.getByLabelText('Điện thoại')).toBeValid();
    expect(screen.getByLabelText('E-mail')).toBeInvalid();
    expect(screen.getByText('Chưa đúng dạng.')).toBeVisible();
  });

  it('may ask again for the territories', async () => {
    serve({
      'GET /auth/registration': (call) =>
        call === 0 ? refused(503, 'BUSY') : json(200, { districts }),
    });
    render(<RegisterPage />);
    await userEvent.click(await screen.findByRole('button', { name: 'Thử lại' }));
    await waitFor(() =>
      expect(screen.getByRole('option', { name: 'Thủ Đức' })).toBeInTheDocument(),
    );
  });
});
