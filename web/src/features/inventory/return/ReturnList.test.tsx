import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { show } from '../../../test_render.tsx';
import { ReturnList } from './ReturnList.tsx';

const row = (id: string, code: string | null, status: string) => ({
  __typename: 'IssueReturn',
  id,
  code,
  status,
  returnDate: code ? '2026-11-29' : null,
  createdAt: '2026-11-28T03:00:00Z',
  reason: 'Hàng móp',
  totalAmount: '600000',
  agency: { __typename: 'Agency', id: '4', code: 'DL0004', name: 'Hưng Thịnh' },
  issue: { __typename: 'Issue', id: '75', code: 'PX-2026-000075' },
});
const list = (rows: unknown[]) => ({
  issueReturns: {
    __typename: 'IssueReturnConnection',
    totalCount: rows.length,
    pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null },
    nodes: rows,
  },
});

describe('the list of returns', () => {
  it('shows those that wait without a number, and has a tab for each state', async () => {
    const { user, sent, router } = show(<ReturnList />, {
      address: '/phieu-tra',
      answers: {
        IssueReturnList: ({ filter }) =>
          list(
            filter
              ? [row('7', null, 'requested')]
              : [row('7', null, 'requested'), row('6', 'TH-2026-000006', 'confirmed')],
          ),
        IssueReturnTabs: () =>
          Object.fromEntries(
            Object.entries({ all: 2, requested: 1, confirmed: 1, rejected: 0, cancelled: 0 }).map(
              ([state, countUpTo]) => [state, { __typename: 'IssueReturnConnection', countUpTo }],
            ),
          ),
      },
    });
    expect(await screen.findByText('TH-2026-000006')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Đề nghị' })).toHaveAttribute('href', '/phieu-tra/7');
    await user.click(await screen.findByRole('button', { name: 'Chờ xác nhận 1' }));
    await waitFor(() => expect(screen.queryByText('TH-2026-000006')).toBeNull());
    expect(router.state.location.search).toBe('?trang-thai=requested');
    const asked = () => sent.findLast(({ operation }) => operation === 'IssueReturnList');
    expect(asked()?.variables).toMatchObject({
      filter: { status: { equalTo: 'requested' } },
      orderBy: ['CREATED_AT_DESC'],
    });
    await user.click(screen.getByRole('button', { name: 'Ngày trả' }));
    await waitFor(() =>
      expect(asked()?.variables).toMatchObject({
        orderBy: ['RETURN_DATE_DESC', 'CREATED_AT_DESC'],
      }),
    );
  });
});
