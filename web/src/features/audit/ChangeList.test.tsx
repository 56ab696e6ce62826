import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../test_render.tsx';
import type { Answers } from '../../test_render.tsx';
import { ChangeList } from './ChangeList.tsx';
import { InvariantPage } from './InvariantPage.tsx';

const change = (id: string, facts = {}) => ({
  __typename: 'Change',
  id,
  action: 'update',
  tableName: 'agency.agency',
  rowKey: '3',
  before: { status: 'active' },
  after: { status: 'blocked' },
  changedAt: '2026-11-22T03:00:00Z',
  traceId: 'abcdef0123456789',
  userId: '2',
  userName: 'Trần Quản Lý',
  databaseUser: null,
  ...facts,
});
const page = (nodes: object[], endCursor: string | null = null) => ({
  changes: {
    __typename: 'C',
    totalCount: 2,
    pageInfo: { __typename: 'P', hasNextPage: endCursor !== null, endCursor },
    nodes,
  },
});
const auditor = { user: { ...salesSession.user, scopes: ['audit:read'] } };

const open = (answers: Answers, address = '/nhat-ky', session = auditor) =>
  show(<ChangeList />, { address, session, answers });

describe('the audit trail', () => {
  it('tells what was and what is, by the names people have for tables', async () => {
    open({
      Changes: () =>
        page([
          change('9'),
          change('8', {
            tableName: 'new.table',
            userId: null,
            userName: null,
            databaseUser: 'dba',
            before: '{"x": null}',
            after: '{"x": 5}',
          }),
        ]),
    });
    expect(await screen.findByText('Sửa · Đại lý')).toBeVisible();
    expect(screen.getByRole('row', { name: 'Trạng thái Hoạt động Tạm khóa' })).toBeVisible();
    expect(screen.getByText('Sửa · new.table')).toBeVisible();
    expect(screen.getByText('· dba')).toBeVisible();
    expect(screen.getByRole('row', { name: 'x trống 5' })).toBeVisible();
  });

  it('writes money, days and moments as everywhere else', async () => {
    open({
      Changes: () =>
        page([
          change('9', {
            before: { total_amount: 0, closed_at: null, valid_until: '2026-12-31' },
            after: {
              total_amount: 1989000,
              closed_at: '2026-11-24T05:02:57.8+07:00',
              valid_until: null,
            },
          }),
        ]),
    });
    expect(await screen.findByRole('row', { name: 'Tổng tiền 0 1.989.000' })).toBeVisible();
    expect(screen.getByRole('row', { name: 'Khóa lúc trống 24/11/2026 05:02' })).toBeVisible();
    expect(screen.getByRole('row', { name: 'Áp dụng đến 31/12/2026 trống' })).toBeVisible();
  });

  it('asks for everything without a filter: the server takes none that is null', async () => {
    const { sent } = open({ Changes: () => page([change('9')]) });
    await screen.findByText('Sửa · Đại lý');
    expect(sent[0]?.variables).not.toHaveProperty('filter');
  });

  it('asks for days of Việt Nam, a table and a row, as the address says', async () => {
    const { sent } = open(
      { Changes: () => page([change('9')]) },
      '/nhat-ky?bang=agency.agency&dong=3&tu=2026-11-22&den=2026-11-23',
    );
    await screen.findByText('Sửa · Đại lý');
    expect(sent[0]?.variables).toMatchObject({
      first: 25,
      filter: {
        tableName: { equalTo: 'agency.agency' },
        rowKey: { equalTo: '3' },
        changedAt: {
          greaterThanOrEqualTo: '2026-11-22T00:00:00+07:00',
          lessThanOrEqualTo: '2026-11-23T23:59:59.999999+07:00',
        },
      },
    });
  });

  it('shows more below what is there, and narrows to one person by their name', async () => {
    const { user, sent, router } = open({
      Changes: ({ after }) =>
        after ? page([change('8', { tableName: 'agency.district' })]) : page([change('9')], 'next'),
    });
    await user.click(await screen.findByRole('button', { name: 'Xem thêm' }));
    expect(await screen.findByText('Sửa · Địa bàn')).toBeVisible();
    expect(screen.getByText('Sửa · Đại lý')).toBeVisible();
    await user.click(screen.getAllByRole('button', { name: 'Trần Quản Lý' })[0] ?? document.body);
    await waitFor(() =>
      expect(sent.at(-1)?.variables).toMatchObject({ filter: { userId: { equalTo: '2' } } }),
    );
    expect(router.state.location.search).toContain('nguoi=2');
  });
});

describe('invariants', () => {
  const result = (name: string, breaches: string, facts = {}) => ({
    __typename: 'InvariantRun',
    name,
    sentence: `${name} holds.`,
    breaches,
    sample: [],
    milliseconds: '12',
    ...facts,
  });
  const nightly = (name: string, breaches: string, ranAt: string) =>
    result(name, breaches, { id: `${name}${ranAt}`, ranAt });

  it('show the latest night, in Vietnamese, and check again on demand', async () => {
    const { user } = show(<InvariantPage />, {
      address: '/bat-bien',
      session: auditor,
      answers: {
        LatestInvariantRun: () => ({
          latestInvariantRun: [nightly('debt_ledger_adds_up', '0', '2026-11-22T19:00:00Z')],
        }),
        CheckInvariants: () => ({
          checkInvariants: [
            { ...result('debt_ledger_adds_up', '0'), __typename: 'R' },
            { ...result('something_new', '2', { sample: [{ agency_id: 3 }] }), __typename: 'R' },
          ],
        }),
      },
    });
    expect(await screen.findByText('Cả 1 điều đều đúng.')).toBeVisible();
    expect(screen.getByText(/Sổ công nợ đánh số liên tục từ 1/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Kiểm tra ngay' }));
    expect(await screen.findByText('1 trong 2 điều bị vi phạm.')).toBeVisible();
    expect(screen.getByText('2 chỗ sai')).toBeVisible();
    expect(screen.getByText('something_new holds.')).toBeVisible();
    expect(screen.getByText('{"agency_id":3}')).toBeInTheDocument();
  });

  it('say why a check was refused, and keep the night', async () => {
    const { user } = show(<InvariantPage />, {
      address: '/bat-bien',
      session: auditor,
      answers: {
        LatestInvariantRun: () => ({
          latestInvariantRun: [nightly('debt_ledger_adds_up', '3', '2026-11-22T19:00:00Z')],
        }),
        CheckInvariants: () => {
          throw new Refused('BUSY');
        },
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Kiểm tra ngay' }));
    expect(await screen.findByRole('alert')).toHaveAttribute('data-code', 'BUSY');
    expect(screen.getByText('3 chỗ sai')).toBeVisible();
  });
});
