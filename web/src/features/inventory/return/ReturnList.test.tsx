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
  it('shows those that wait without a number, and filters by state', async () => {
    const { user, sent } = show(<ReturnList />, {
      address: '/phieu-tra',
      answers: {
        IssueReturnList: ({ filter }) =>
          list(
            filter
              ? [row('7', null, 'requested')]
              : [row('7', null, 'requested'), row('6', 'TH-2026-000006', 'confirmed')],
          ),
      },
    });
    expect(await screen.findByText('TH-2026-000006')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Đề nghị' })).toHaveAttribute('href', '/phieu-tra/7');
    await user.click(screen.getByLabelText('Trạng thái'));
    await user.click(await screen.findByRole('option', { name: 'Chờ xác nhận' }));
    await waitFor(() => expect(screen.queryByText('TH-2026-000006')).toBeNull());
    expect(sent.at(-1)?.variables).toMatchObject({ filter: { status: { equalTo: 'requested' } } });
  });
});
