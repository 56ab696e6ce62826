import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { Refused, salesSession, show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import { IssueList } from './IssueList.tsx';

const slip = (id: string) => ({
  __typename: 'Issue',
  id,
  code: `PX-2026-00000${id}`,
  requestCode: null,
  withdrawnAt: null,
  status: 'confirmed',
  issueDate: '2026-11-22',
  createdAt: '2026-11-22T03:00:00Z',
  createdByName: 'Nguyễn Văn Lộc',
  totalAmount: '4134000',
  paidNow: '0',
  agency: { __typename: 'Agency', id: '1', code: 'DL0001', name: 'Tạp hóa Cô Ba' },
});

const page = (nodes: object[], hasNextPage = false) => ({
  __typename: 'IssueConnection',
  totalCount: hasNextPage ? 30 : nodes.length,
  nodes,
  pageInfo: { __typename: 'PageInfo', hasNextPage, endCursor: 'cursor-1' },
});
const open = (answers: Answers, address = '/phieu-xuat', session = salesSession) =>
  show(<IssueList />, { address, answers, session });

const listed = (sent: ReturnType<typeof open>['sent']) =>
  sent.find(({ operation }) => operation === 'IssueList');

describe('the list of slips', () => {
  it('shows its frame while it loads', () => {
    open({});
    expect(
      screen.getByRole('table', { name: 'Phiếu xuất' }).closest('[aria-busy]'),
    ).toHaveAttribute('aria-busy', 'true');
  });

  it('invites to write the first slip when there is none', async () => {
    open({ IssueList: () => ({ issues: page([]) }) });
    expect(await screen.findByText('Chưa có phiếu xuất.')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Lập phiếu đầu tiên' })).toHaveAttribute(
      'href',
      '/phieu-xuat/new',
    );
  });

  it('says why it failed and tries again', async () => {
    const { user } = open({
      IssueList: (_, call) => {
        if (call === 0) throw new Refused('INTERNAL');
        return { issues: page([slip('1')]) };
      },
    });
    expect(await screen.findByText('Không tải được dữ liệu.')).toBeVisible();
    expect(screen.getByText('Mã lỗi trace-1')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Thử lại' }));
    expect(await screen.findByRole('link', { name: 'PX-2026-000001' })).toHaveAttribute(
      'href',
      '/phieu-xuat/1',
    );
  });

  it('goes into files with its lines and its returns, by the filters on screen', async () => {
    const { user, sent } = open(
      {
        IssueSearch: () => ({ searchIssues: page([slip('1')]) }),
        StartExport: () => {
          throw new Refused('INTERNAL');
        },
      },
      '/phieu-xuat?tim=co%20ba',
    );
    await user.click(screen.getByRole('button', { name: 'Xuất tệp' }));
    expect(screen.getAllByRole('menuitem')).toHaveLength(9);
    await user.click(screen.getByRole('menuitem', { name: 'Chi tiết phiếu xuất, Excel (XLSX)' }));
    await waitFor(() =>
      expect(sent).toContainEqual(
        expect.objectContaining({
          operation: 'StartExport',
          variables: {
            input: expect.objectContaining({
              what: 'issue_lines',
              format: 'xlsx',
              parameters: { search: 'co ba', language: 'vi' },
            }),
          },
        }),
      ),
    );
  });

  it('prints the slips that are chosen as one file', async () => {
    vi.spyOn(window, 'open').mockReturnValue(null);
    const { user, sent } = open(
      {
        IssueList: () => ({ issues: page([slip('1'), slip('2'), slip('3')]) }),
        StartExport: () => {
          throw new Refused('INTERNAL');
        },
      },
      '/phieu-xuat',
    );
    await user.click(await screen.findByRole('checkbox', { name: 'Chọn PX-2026-000001' }));
    await user.click(screen.getByRole('checkbox', { name: 'Chọn PX-2026-000003' }));
    const bar = within(screen.getByText('Đã chọn 2').parentElement as HTMLElement);
    await user.click(bar.getByRole('button', { name: 'In' }));
    await waitFor(() =>
      expect(sent).toContainEqual(
        expect.objectContaining({
          operation: 'StartExport',
          variables: {
            input: expect.objectContaining({
              what: 'issue_slip',
              format: 'pdf',
              parameters: { ids: ['1', '3'], paper: 'A5', language: 'vi' },
            }),
          },
        }),
      ),
    );
    await user.click(bar.getByRole('button', { name: 'Bỏ chọn' }));
    expect(screen.queryByText('Đã chọn 2')).toBeNull();
  });

  it('searches what the address asks for, and clears it again', async () => {
    const { user, sent, router } = open(
      {
        IssueSearch: () => ({ searchIssues: page([]) }),
        IssueList: () => ({ issues: page([slip('1')]) }),
      },
      '/phieu-xuat?tim=co%20ba',
    );
    expect(await screen.findByText('Không có phiếu xuất phù hợp.')).toBeVisible();
    expect(sent).toContainEqual(
      expect.objectContaining({
        operation: 'IssueSearch',
        variables: expect.objectContaining({ query: 'co ba' }) as unknown,
      }),
    );
    await user.click(screen.getAllByRole('button', { name: 'Xóa bộ lọc' })[0] as HTMLElement);
    expect(await screen.findByRole('link', { name: 'PX-2026-000001' })).toBeVisible();
    expect(router.state.location.search).toBe('');
  });

  it('narrows by the dates of the address', async () => {
    const { sent } = open(
      { IssueList: () => ({ issues: page([slip('1')]) }) },
      '/phieu-xuat?tu=2026-11-01&den=2026-11-30',
    );
    await screen.findByRole('link', { name: 'PX-2026-000001' });
    expect(listed(sent)?.variables['filter']).toEqual({
      issueDate: { greaterThanOrEqualTo: '2026-11-01', lessThanOrEqualTo: '2026-11-30' },
    });
  });

  it('pages forward and back again', async () => {
    const { user, router } = open({
      IssueList: ({ after }) => ({ issues: after ? page([slip('2')]) : page([slip('1')], true) }),
    });
    await screen.findByRole('link', { name: 'PX-2026-000001' });
    expect(screen.getByText('1–1 trong 30')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Trang sau' }));
    expect(await screen.findByRole('link', { name: 'PX-2026-000002' })).toBeVisible();
    expect(router.state.location.search).toBe('?sau=cursor-1');
    await user.click(screen.getByRole('button', { name: 'Trang trước' }));
    expect(await screen.findByRole('link', { name: 'PX-2026-000001' })).toBeVisible();
  });

  it('opens a slip from anywhere in its row', async () => {
    const { user, router } = open({ IssueList: () => ({ issues: page([slip('1')]) }) });
    await user.click(await screen.findByText('22/11/2026'));
    await waitFor(() => expect(router.state.location.pathname).toBe('/phieu-xuat/1'));
  });

  it('has no money for those who see none', async () => {
    const warehouse = { user: { ...salesSession.user, scopes: ['inventory:read'] } };
    const { totalAmount: _total, paidNow: _paid, ...seen } = slip('1');
    const { sent } = open(
      { IssueList: () => ({ issues: page([seen]) }) },
      '/phieu-xuat',
      warehouse,
    );
    const table = await screen.findByRole('table');
    await within(table).findByRole('link', { name: 'PX-2026-000001' });
    expect(within(table).queryByText('Tổng tiền (₫)')).toBeNull();
    expect(screen.queryByRole('link', { name: 'Lập phiếu xuất' })).toBeNull();
    expect(listed(sent)?.variables['withMoney']).toBe(false);
  });

  const counts = (confirmed: number) =>
    Object.fromEntries(
      ['all', 'requested', 'confirmed', 'delivered', 'postponed', 'rejected', 'cancelled'].map(
        (name) => [
          name,
          { __typename: 'IssueConnection', countUpTo: name === 'confirmed' ? confirmed : 3 },
        ],
      ),
    );

  it('has a tab for each state, with how many there are among the days that are shown', async () => {
    const { user, sent, router } = open(
      {
        IssueList: () => ({ issues: page([slip('1')]) }),
        IssueTabs: () => counts(10_001),
      },
      '/phieu-xuat?tu=2026-11-01',
    );
    await user.click(await screen.findByRole('button', { name: 'Đã xác nhận 10.000+' }));
    expect(router.state.location.search).toBe('?tu=2026-11-01&trang-thai=confirmed');
    await waitFor(() =>
      expect(sent.findLast(({ operation }) => operation === 'IssueList')?.variables).toMatchObject({
        filter: {
          issueDate: { greaterThanOrEqualTo: '2026-11-01' },
          status: { equalTo: 'confirmed' },
        },
      }),
    );
    expect(screen.getByRole('button', { name: 'Đã hủy 3' })).toHaveAttribute(
      'aria-pressed',
      'false',
    );
  });

  it('sums up what is in force, of all pages, and says of how many slips', async () => {
    const { sent } = open({
      IssueList: () => ({ issues: page([slip('1')], true) }),
      IssueTotals: () => ({
        issues: {
          __typename: 'IssueConnection',
          countUpTo: 53,
          aggregates: {
            __typename: 'IssueAggregates',
            sum: { __typename: 'IssueSumAggregates', totalAmount: '856090080' },
          },
        },
      }),
    });
    expect(await screen.findByText('Tổng 53 phiếu có hiệu lực')).toBeVisible();
    expect(screen.getByText('856.090.080')).toBeVisible();
    expect(sent.find(({ operation }) => operation === 'IssueTotals')?.variables).toEqual({
      filter: { status: { in: ['confirmed', 'delivered'] } },
    });
  });

  it('is sorted by a head, down first, then up, then as it was', async () => {
    const { user, sent, router } = open({ IssueList: () => ({ issues: page([slip('1')]) }) });
    const head = await screen.findByRole('button', { name: 'Ngày lập' });
    await user.click(head);
    await waitFor(() =>
      expect(
        sent.findLast(({ operation }) => operation === 'IssueList')?.variables['orderBy'],
      ).toEqual(['ISSUE_DATE_DESC', 'CREATED_AT_DESC']),
    );
    expect(await screen.findByRole('columnheader', { name: 'Ngày lập' })).toHaveAttribute(
      'aria-sort',
      'descending',
    );
    await user.click(screen.getByRole('button', { name: 'Ngày lập' }));
    expect(router.state.location.search).toBe('?xep=date');
    await user.click(screen.getByRole('button', { name: 'Ngày lập' }));
    expect(router.state.location.search).toBe('');
  });

  it('leaves columns out, and keeps the view under a name', async () => {
    const { user, router } = open({ IssueList: () => ({ issues: page([slip('1')]) }) });
    await screen.findByRole('columnheader', { name: 'Trả ngay (₫)' });
    await user.click(screen.getByRole('button', { name: 'Chọn cột' }));
    await user.click(screen.getByRole('menuitemcheckbox', { name: 'Trả ngay (₫)' }));
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('columnheader', { name: 'Trả ngay (₫)' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Góc nhìn' }));
    await user.type(screen.getByLabelText('Tên góc nhìn này'), 'Gọn{Enter}');
    expect(await screen.findByRole('button', { name: 'Gọn' })).toBeVisible();
    await router.navigate('/phieu-xuat');
    await screen.findByRole('columnheader', { name: 'Trả ngay (₫)' });
    await user.click(screen.getByRole('button', { name: 'Góc nhìn' }));
    await user.click(screen.getByRole('button', { name: 'Gọn' }));
    expect(router.state.location.search).toBe('?an=paid');
  });
});
