import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { show } from '../../test_render.tsx';
import { NotificationBell } from './NotificationBell.tsx';

const row = (id: string, kind: string, payload: object, readAt: string | null = null) => ({
  __typename: 'Notification',
  id,
  kind,
  subject: id,
  payload,
  readAt,
  createdAt: new Date().toISOString(),
});
const facts = { issue_id: '75', issue_code: 'PX-2026-000075', agency_name: 'Tạp hóa Cô Ba' };
const list = (nodes: object[]) => ({
  notifications: {
    __typename: 'C',
    totalCount: nodes.length,
    pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null },
    nodes,
  },
});

describe('the bell', () => {
  it('counts what is unread', async () => {
    show(<NotificationBell />, {
      answers: { UnreadCount: () => ({ unreadNotificationCount: '2' }) },
    });
    expect(await screen.findByRole('button', { name: 'Thông báo, 2 chưa đọc' })).toBeVisible();
  });

  it('counts anew when a notification arrives', async () => {
    show(<NotificationBell />, {
      answers: {
        UnreadCount: (_, call) => ({ unreadNotificationCount: call === 0 ? '0' : '1' }),
        NotificationReceived: () => ({ notificationReceived: row('9', 'issue_created', facts) }),
      },
    });
    expect(await screen.findByRole('button', { name: 'Thông báo, 1 chưa đọc' })).toBeVisible();
  });

  it('tells what happened, with money only for those who see it, and marks as read what is opened', async () => {
    const { user, sent, router } = show(<NotificationBell />, {
      answers: {
        UnreadCount: () => ({ unreadNotificationCount: '3' }),
        NotificationList: () =>
          list([
            row('1', 'issue_created', { ...facts, total_amount: '4134000' }),
            row('2', 'issue_created', facts),
            row('3', 'issue_announced', { ...facts, told: '3' }),
            row('4', 'invariants_broken', {
              broken: '2',
              invariants: 'debt_ledger_adds_up, numbers_have_no_gaps',
            }),
          ]),
        MarkRead: () => ({ markNotificationsRead: { __typename: 'P', result: [] } }),
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Thông báo, 3 chưa đọc' }));
    expect(
      await screen.findByText(/Tạp hóa Cô Ba lấy hàng: PX-2026-000075, 4\.134\.000 ₫/),
    ).toBeVisible();
    expect(screen.getByText('Tạp hóa Cô Ba lấy hàng: PX-2026-000075')).toBeVisible();
    expect(
      screen.getByText('Kiểm tra đêm: 2 điều phải luôn đúng của sổ sách đang sai'),
    ).toBeVisible();
    await user.click(screen.getByText('Đã báo phiếu PX-2026-000075 của Tạp hóa Cô Ba cho 3 người'));
    await waitFor(() =>
      expect(sent.find(({ operation }) => operation === 'MarkRead')?.variables).toEqual({
        ids: ['3'],
      }),
    );
    expect(router.state.location.pathname).toBe('/phieu-xuat/75');
  });

  it('is quiet when there is nothing', async () => {
    const { user } = show(<NotificationBell />, {
      answers: {
        UnreadCount: () => ({ unreadNotificationCount: '0' }),
        NotificationList: () => list([]),
      },
    });
    await user.click(
      await screen.findByRole('button', { name: 'Thông báo, không có tin chưa đọc' }),
    );
    expect(await screen.findByText(/Chưa có thông báo/)).toBeVisible();
  });
});
