import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { i18n } from '../lib/i18n.ts';
import { paths } from '../lib/paths.ts';
import { salesSession, show } from '../test_render.tsx';
import type { Answers } from '../test_render.tsx';
import { bodiesOf, json, serve } from '../test_server.ts';
import { Asking } from './Asking.tsx';
import { Overview } from '../features/overview/Overview.tsx';
import { NotFound, PageError } from './PageError.tsx';
import { Shell } from './Shell.tsx';
import { StartFailed } from './StartFailed.tsx';
import { sessionFetch } from '../lib/session_fetch.ts';

const answers: Answers = {
  UnreadCount: () => ({ unreadNotificationCount: '0' }),
  Palette: () => ({
    searchIssues: {
      __typename: 'C',
      nodes: [
        {
          __typename: 'Issue',
          id: '75',
          code: 'PX-2026-000075',
          requestCode: null,
          issueDate: '2026-11-22',
          agency: { __typename: 'Agency', id: '1', name: 'Tạp hóa Cô Ba' },
        },
      ],
    },
    searchAgencies: {
      __typename: 'C',
      nodes: [{ __typename: 'Agency', id: '1', code: 'DL0001', name: 'Tạp hóa Cô Ba' }],
    },
  }),
};

const open = () => show(<Shell />, { answers, session: { ...salesSession, demo: true } });

afterEach(async () => {
  vi.unstubAllGlobals();
  await i18n.changeLanguage('vi');
});

describe('the shell', () => {
  it('leads to every page and says that the data are a demo', () => {
    open();
    const links = within(screen.getByRole('navigation', { name: 'Trang' })).getAllByRole('link');
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      '/',
      '/cho-duyet',
      '/phieu-xuat',
      '/phieu-thu',
      '/tien-cho-nop',
      '/phieu-chi',
      '/dieu-chinh-cong-no',
      '/dai-ly',
      '/mat-hang',
      '/phieu-nhap',
      '/phieu-tra',
      '/kiem-ke',
      '/danh-muc-kho',
      '/doi-chieu',
      '/thong-bao',
    ]);
    expect(screen.getByText('Dữ liệu mẫu')).toBeInTheDocument();
  });

  it('goes to a page by Ctrl+K without accents', async () => {
    const { user, router } = open();
    await user.keyboard('{Control>}k{/Control}');
    await user.type(
      await screen.findByRole('combobox', { name: 'Tìm trang, phiếu, đại lý' }),
      'mat hang',
    );
    await user.keyboard('{Enter}');
    await waitFor(() => expect(router.state.location.pathname).toBe('/mat-hang'));
  });

  it('finds slips and agencies by Ctrl+K, with the arrow keys', async () => {
    const { user, router } = open();
    await user.keyboard('{Control>}k{/Control}');
    await user.type(
      await screen.findByRole('combobox', { name: 'Tìm trang, phiếu, đại lý' }),
      'co ba',
    );
    expect(
      await screen.findByRole('option', { name: /PX-2026-000075 · Tạp hóa Cô Ba · 22\/11\/2026/ }),
    ).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(router.state.location.pathname).toBe('/dai-ly/1'));
  });

  it('shows its keys on a question mark', async () => {
    const { user } = open();
    await user.keyboard('?');
    expect(await screen.findByRole('dialog', { name: 'Phím tắt' })).toHaveTextContent('Ctrl');
  });

  it('starts a slip with N', async () => {
    const { user, router } = open();
    await user.keyboard('n');
    await waitFor(() => expect(router.state.location.pathname).toBe('/phieu-xuat/new'));
  });

  it('speaks English when asked to, and remembers it for this person', async () => {
    const { user } = open();
    await user.click(screen.getByRole('button', { name: /Tài khoản: Nguyễn Văn Lộc/ }));
    await user.click(await screen.findByRole('button', { name: 'English' }));
    expect(await screen.findByRole('button', { name: 'Sign out' })).toBeVisible();
    expect(document.documentElement.lang).toBe('en');
    expect(window.localStorage.getItem('sodaily-language:3')).toBe('en');
  });

  it('turns dark when asked to', async () => {
    const { user } = open();
    await user.click(screen.getByRole('button', { name: /Tài khoản: Nguyễn Văn Lộc/ }));
    await user.click(await screen.findByRole('button', { name: 'Tối' }));
    expect(document.documentElement.dataset['theme']).toBe('dark');
  });

  it('says when the connection is lost', async () => {
    open();
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    window.dispatchEvent(new Event('offline'));
    expect(await screen.findByText('Mất kết nối. Đang thử lại.')).toBeVisible();
    vi.restoreAllMocks();
  });

  it('offers to reload when a new version is out', async () => {
    open();
    window.dispatchEvent(new Event('sodaily:new-version'));
    expect(await screen.findByText('Có phiên bản mới.')).toBeVisible();
  });
});

describe('a session that ended', () => {
  it('is taken up again over the page, and the waiting request goes on', async () => {
    let isSignedIn = false;
    vi.stubGlobal('fetch', async (path: string) => {
      await Promise.resolve();
      if (path === '/auth/login') {
        isSignedIn = true;
        return json(200, salesSession);
      }
      return isSignedIn && path !== '/auth/refresh'
        ? json(200, { data: 'kept' })
        : json(401, { code: 'INVALID_TOKEN' });
    });
    const { user } = show(<Asking />);
    const answer = sessionFetch('/graphql', { method: 'POST', body: '{}' });
    expect(await screen.findByRole('dialog', { name: 'Phiên làm việc đã hết hạn' })).toBeVisible();
    expect(screen.getByLabelText('E-mail')).toHaveValue('sales@sodaily.test');
    await user.type(screen.getByLabelText('Mật khẩu'), 'daily-2026{Enter}');
    expect(await (await answer).json()).toEqual({ data: 'kept' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});

describe('somebody else who signs in where a session ended', () => {
  it('is turned away however often, and the one who was working goes on', async () => {
    const other = { user: { ...salesSession.user, id: '9', email: 'other@sodaily.test' } };
    let isBack = false;
    const calls = serve({
      'POST /auth/refresh': () => json(401, { code: 'INVALID_TOKEN' }),
      'POST /auth/login': (call) => {
        isBack = call === 2;
        return json(200, isBack ? salesSession : other);
      },
      'GET /x': () => (isBack ? json(200, { data: 'kept' }) : json(401, { code: 'INVALID_TOKEN' })),
    });
    const { user } = show(<Asking />);
    const answer = sessionFetch('/x');
    for (const attempt of [1, 2]) {
      await user.type(await screen.findByLabelText('Mật khẩu'), 'daily-2026{Enter}');
      await waitFor(() => expect(bodiesOf(calls, 'POST /auth/login')).toHaveLength(attempt));
      expect(await screen.findByText(/Tài khoản này khác với sales@sodaily.test/)).toBeVisible();
    }
    await user.type(screen.getByLabelText('Mật khẩu'), 'daily-2026{Enter}');
    expect(await (await answer).json()).toEqual({ data: 'kept' });
  });
});

describe('the overview', () => {
  const agency = (id: string, name: string, debtAmount: string) => ({
    __typename: 'Agency',
    id,
    code: `DL000${id}`,
    name,
    debtAmount,
    debtLimit: '200000000',
  });
  const slip = {
    __typename: 'Issue',
    id: '75',
    code: 'PX-2026-000075',
    requestCode: null,
    status: 'confirmed',
    issueDate: '2026-11-22',
    createdAt: '2026-11-22T03:00:00Z',
    totalAmount: '4134000',
    agency: { __typename: 'Agency', id: '1', name: 'Tạp hóa Cô Ba' },
  };
  const figures = {
    __typename: 'OverviewRow',
    soldAmount: '818194166',
    soldBeforeAmount: '706566810',
    collectedAmount: '700000000',
    collectedBeforeAmount: '650000000',
    refundedAmount: '2000000',
    debtAmount: '1230581061',
    overdueAmount: '5000000',
    nearLimitCount: '2',
    waitingCount: '3',
    lowStockCount: '4',
    refreshedAt: '2026-11-25T01:00:00Z',
  };
  const page = {
    overview: figures,
    issues: { __typename: 'C', nodes: [slip] },
    agenciesNearLimit: {
      __typename: 'C',
      nodes: [agency('2', 'Nhiều nợ', '190000000'), agency('1', 'Ít nợ', '170000000')],
    },
    salesByMonth: {
      __typename: 'C',
      nodes: [
        {
          __typename: 'MonthRow',
          month: '2026-11-01',
          slipCount: '12',
          soldAmount: '818194166',
          collectedAmount: '700000000',
          refundedAmount: '0',
        },
      ],
    },
    monthlyDebt: { __typename: 'C', nodes: [] },
    lowStockItems: { __typename: 'C', nodes: [] },
  };

  it('shows the figures of the month, the newest slips, and who is near the limit as the server ranks them', async () => {
    show(<Overview />, { answers: { Overview: () => page } });
    expect(await screen.findByRole('link', { name: 'PX-2026-000075' })).toHaveAttribute(
      'href',
      '/phieu-xuat/75',
    );
    expect(
      (await screen.findAllByRole('link', { name: /nợ$/ })).map((link) => link.textContent),
    ).toEqual(['Nhiều nợ', 'Ít nợ']);
    expect(screen.getByText('1.230.581.061')).toBeVisible();
    expect(screen.getByText('Tháng trước 650.000.000 · đã trừ 2.000.000 chi trả')).toBeVisible();
    expect(screen.getByText('Phiếu chờ duyệt')).toBeVisible();
  });

  it('has no figure that the server does not tell this person', async () => {
    show(<Overview />, {
      answers: {
        Overview: () => ({
          ...page,
          overview: {
            ...figures,
            soldAmount: null,
            collectedAmount: null,
            debtAmount: null,
            overdueAmount: null,
          },
        }),
      },
    });
    await screen.findByRole('link', { name: 'PX-2026-000075' });
    expect(screen.queryByText('Công nợ (₫)')).toBeNull();
  });
});

describe('what went wrong', () => {
  it('has a page for an address that leads nowhere', () => {
    show(<NotFound />, { address: '/khong-co' });
    expect(screen.getByRole('heading', { name: 'Không có trang này' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Về trang tổng quan' })).toHaveAttribute('href', '/');
  });

  it('has a page for one that breaks, and for a server that does not answer', async () => {
    show(<PageError />);
    expect(screen.getByRole('button', { name: 'Tải lại' })).toBeVisible();
    const onRetry = vi.fn<() => void>();
    const { user } = show(<StartFailed onRetry={onRetry} />);
    await user.click(screen.getByRole('button', { name: 'Thử lại' }));
    expect(onRetry).toHaveBeenCalledOnce();
  });

  it('knows every page of the table of paths', async () => {
    const { makeRouter } = await import('./routes.tsx');
    const known = makeRouter().routes[0]?.children?.[0]?.children?.map(({ path }) => path);
    const { signIn, forgotPassword, setPassword, register, ...behindTheSignIn } = paths;
    expect([signIn, forgotPassword, setPassword, register]).toEqual([
      '/dang-nhap',
      '/quen-mat-khau',
      '/dat-mat-khau',
      '/dang-ky',
    ]);
    expect(known?.toSorted()).toEqual([...Object.values(behindTheSignIn), '*'].toSorted());
  });
});
