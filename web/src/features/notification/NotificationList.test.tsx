import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, show } from '../../test_render.tsx';
import { NotificationList } from './NotificationList.tsx';

const pageInfo = { __typename: 'PageInfo', hasNextPage: false, endCursor: null };
const row = {
  __typename: 'Notification',
  id: '1',
  kind: 'issue_created',
  subject: '75',
  readAt: null,
  createdAt: new Date().toISOString(),
  payload: JSON.stringify({
    issue_id: '75',
    issue_code: 'PX-2026-000075',
    agency_name: 'Tạp hóa Cô Ba',
    total_amount: '4134000',
  }),
};
const list = (nodes: object[]) => ({
  notifications: { __typename: 'C', totalCount: nodes.length, pageInfo, nodes },
});

describe('the page of notifications', () => {
  it('tells each in a sentence that leads to its slip, and marks all as read', async () => {
    const { user, sent } = show(<NotificationList />, {
      answers: {
        NotificationList: () => list([row]),
        MarkAllRead: () => ({ markAllNotificationsRead: { __typename: 'P', result: '1' } }),
      },
    });
    expect(
      await screen.findByRole('link', {
        name: /Chưa đọc:\s*Tạp hóa Cô Ba lấy hàng: PX-2026-000075, 4\.134\.000/,
      }),
    ).toHaveAttribute('href', '/phieu-xuat/75');
    await user.click(screen.getByRole('button', { name: 'Đánh dấu đã đọc tất cả' }));
    await waitFor(() => expect(sent.map(({ operation }) => operation)).toContain('MarkAllRead'));
  });

  it('tells a request with its number, that it was changed or withdrawn, and what was cut of it', async () => {
    const told = (id: string, kind: string, payload: object) => ({
      ...row,
      id,
      kind,
      payload: JSON.stringify({
        issue_id: '75',
        agency_name: 'Cô Ba',
        request_code: 'YC-2026-000007',
        ...payload,
      }),
    });
    show(<NotificationList />, {
      answers: {
        NotificationList: () =>
          list([
            told('1', 'issue_requested', { version: '1', total_amount: '1000' }),
            told('2', 'issue_requested', { version: '2' }),
            told('3', 'issue_decided', { status: 'withdrawn', reason: 'Đã rút đề nghị' }),
            told('4', 'issue_created', { issue_code: 'PX-2026-000075', cut: 'Mì: 10 → 8' }),
            told('5', 'issue_requested', { request_code: undefined }),
          ]),
      },
    });
    for (const sentence of [
      /Cô Ba đề nghị lấy hàng YC-2026-000007, 1\.000/,
      /Cô Ba đã sửa đề nghị lấy hàng YC-2026-000007/,
      /Cô Ba đã rút đề nghị lấy hàng YC-2026-000007/,
      /Cô Ba lấy hàng: PX-2026-000075; bớt so với đề nghị: Mì: 10 → 8/,
      /Cô Ba đề nghị lấy hàng(?! YC)/,
    ])
      expect(await screen.findByRole('link', { name: sentence })).toBeVisible();
  });

  it('is empty, or failed, in words', async () => {
    const { user } = show(<NotificationList />, {
      answers: {
        NotificationList: (_, call) => {
          if (call === 0) throw new Refused('BUSY');
          return list([]);
        },
      },
    });
    expect(await screen.findByText('Hệ thống đang bận, chưa có gì được ghi.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Thử lại' }));
    expect(await screen.findByText(/Chưa có thông báo/)).toBeVisible();
  });
});
