import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { salesSession, show } from '../../test_render.tsx';
import type { Answers } from '../../test_render.tsx';
import { RefusalList } from './RefusalList.tsx';

const refusal = {
  __typename: 'Refusal',
  id: '7',
  createdAt: '2026-11-22T03:00:00Z',
  code: 'RETURN_EXCEEDS_ISSUE',
  command: 'confirmIssueReturn',
  traceId: 'abcdef0123456789',
  details: { available: '4', requested: '6' },
  userId: '5',
  userName: 'Lê Thủ Kho',
};
const page = (...nodes: object[]) => ({
  refusals: {
    __typename: 'C',
    totalCount: nodes.length,
    pageInfo: { __typename: 'P', hasNextPage: false, endCursor: null },
    nodes,
  },
});
const manager = { user: { ...salesSession.user, scopes: ['refusal:read'] } };
const open = (answers: Answers, session = manager, address = '/bi-tu-choi') =>
  show(<RefusalList />, { address, session, answers });

it('says to whom, when, what for and why, in the sentence they read and with its figures', async () => {
  open({ RefusalList: () => page(refusal) });

  expect(await screen.findByText('Lê Thủ Kho')).toBeVisible();
  expect(screen.getByText('22/11/2026 10:00')).toBeVisible();
  expect(screen.getByText('Xác nhận phiếu trả hàng')).toBeVisible();
  expect(screen.getByRole('row', { name: 'requested 6', hidden: true })).toBeInTheDocument();
});

it('asks for a code and for days of Việt Nam, as the address says', async () => {
  const { sent } = open(
    { RefusalList: () => page(refusal) },
    manager,
    '/bi-tu-choi?ma=DEBT_LIMIT&tu=2026-11-22',
  );
  await screen.findByText('Lê Thủ Kho');

  expect(sent[0]?.variables['filter']).toEqual({
    code: { equalTo: 'DEBT_LIMIT' },
    createdAt: { greaterThanOrEqualTo: '2026-11-22T00:00:00+07:00' },
  });
});

it('of everybody else are the own ones, without a column of names', async () => {
  const { sent } = open({ RefusalList: () => page({ ...refusal, userName: null }) }, salesSession);

  expect(await screen.findByRole('heading', { name: 'Những lần tôi bị từ chối' })).toBeVisible();
  await screen.findByText('Xác nhận phiếu trả hàng');
  expect(sent[0]?.variables['filter']).toEqual({ userId: { equalTo: salesSession.user.id } });
  expect(screen.queryByText('Người làm')).toBeNull();
});

it('is empty in words', async () => {
  open({ RefusalList: () => page() });

  expect(await screen.findByText('Chưa có lần nào bị từ chối.')).toBeVisible();
});

it('names what was asked for by its code when it is no command', async () => {
  open({ RefusalList: () => page({ ...refusal, command: 'issueHeadroom' }) });

  expect(await screen.findByText('issueHeadroom')).toBeVisible();
});
