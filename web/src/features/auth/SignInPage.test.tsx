import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nextPath } from '../../lib/paths.ts';
import { SignInPage } from './SignInPage.tsx';

const json = (status: number, body: object) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

function serve(answers: Record<string, () => Response | Promise<Response>>) {
  const calls: [string, RequestInit | undefined][] = [];
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    calls.push([path, init]);
    return Promise.resolve().then(() => answers[path]?.() ?? json(404, {}));
  });
  return calls;
}

async function fillIn(email: string, password: string) {
  await userEvent.type(screen.getByLabelText('E-mail'), email);
  await userEvent.type(screen.getByLabelText('Mật khẩu'), password);
  await userEvent.click(screen.getByRole('button', { name: 'Đăng nhập' }));
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('signing in', () => {
  it('tells one sentence for a wrong e-mail and a wrong password', async () => {
    serve({ '/auth/login': () => json(401, { code: 'INVALID_CREDENTIALS', details: {} }) });
    render(<SignInPage onSignedIn={() => undefined} />);
    await fillIn('sales@sodaily.test', 'wrong');
    expect(await screen.findByText(/E-mail hoặc mật khẩu không đúng/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Đăng nhập' })).toBeEnabled();
  });

  it('says so when the server cannot be reached', async () => {
    serve({
      '/auth/login': () => {
        throw new TypeError('Failed to fetch');
      },
    });
    render(<SignInPage onSignedIn={() => undefined} />);
    await fillIn('sales@sodaily.test', 'x');
    expect(await screen.findByText(/Không có kết nối tới máy chủ/)).toBeVisible();
  });

  it('goes on when the server knows the person, with the header that foreign pages lack', async () => {
    const calls = serve({ '/auth/login': () => json(200, { user: { id: '3' } }) });
    const onSignedIn = vi.fn<() => void>();
    render(<SignInPage onSignedIn={onSignedIn} />);
    await fillIn(' sales@sodaily.test ', 'daily-2026');
    await vi.waitFor(() => expect(onSignedIn).toHaveBeenCalled());
    const [, init] = calls.find(([path]) => path === '/auth/login') ?? [];
    expect(init?.headers).toMatchObject({ 'X-Sodaily-CSRF': '1' });
    expect(JSON.parse(String(init?.body))).toEqual({
      email: 'sales@sodaily.test',
      password: 'daily-2026',
    });
  });

  it('asks for what is missing before asking the server', async () => {
    const calls = serve({});
    render(<SignInPage onSignedIn={() => undefined} />);
    await userEvent.click(screen.getByRole('button', { name: 'Đăng nhập' }));
    expect(screen.getByText('Nhập e-mail.')).toBeVisible();
    expect(screen.getByLabelText('E-mail')).toHaveFocus();
    expect(calls.map(([path]) => path)).not.toContain('/auth/login');
  });

  it('shows and hides the password', async () => {
    serve({});
    render(<SignInPage onSignedIn={() => undefined} />);
    await userEvent.click(screen.getByRole('button', { name: 'Hiện mật khẩu' }));
    expect(screen.getByLabelText('Mật khẩu')).toHaveAttribute('type', 'text');
  });

  it('offers the demo accounts in a demo, and nowhere else', async () => {
    serve({ '/readyz': () => json(200, { status: 'ready', demo: true }) });
    render(<SignInPage onSignedIn={() => undefined} />);
    await userEvent.click(await screen.findByRole('button', { name: 'Điền tài khoản Thủ kho' }));
    expect(screen.getByLabelText('E-mail')).toHaveValue('warehouse@sodaily.test');
    expect(screen.getByLabelText('Mật khẩu')).toHaveFocus();
  });
});

describe('the address to go on to', () => {
  it('stays on this site', () => {
    expect(nextPath('?next=%2Fphieu-xuat%3Ftim%3Dx')).toBe('/phieu-xuat?tim=x');
    expect(nextPath('?next=https%3A%2F%2Fevil.example')).toBe('/');
    expect(nextPath('?next=%2F%2Fevil.example')).toBe('/');
    expect(nextPath('')).toBe('/');
  });
});
