import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import type { QueuedRequest } from './request_checks.ts';
import { RequestQueue } from './RequestQueue.tsx';
import { queuedRequest } from './test_request.ts';

const minhPhat = queuedRequest({ id: '148', agencyId: '2', version: '3' });
const binhAn = queuedRequest({
  id: '149',
  agencyId: '5',
  name: 'Bách hóa Bình An',
  lines: [{ id: '2', quantity: '3.000', stock: '286.000', itemId: '1' }],
});
const short = queuedRequest({
  id: '150',
  agencyId: '6',
  name: 'Cửa hàng Hải Yến',
  lines: [{ id: '3', quantity: '20.000', stock: '12.000', itemName: 'Sunlight' }],
});
const barred = queuedRequest({
  id: '151',
  agencyId: '7',
  name: 'Đại lý Hưng Thịnh',
  room: { shortBy: '7200000' },
});

const answerOf = (rows: readonly QueuedRequest[]) => ({
  requestsToDecide: { __typename: 'IssueConnection', totalCount: rows.length, nodes: rows },
});
const changed = (id: string, status: string, code: string | null = null) => ({
  issue: { __typename: 'Issue', id, code, status },
});
const confirmed = {
  ConfirmIssue: ({ input }: Record<string, unknown>) => ({
    confirmIssue: changed(
      (input as { issueId: string }).issueId,
      'confirmed',
      `PX-2026-000${(input as { issueId: string }).issueId}`,
    ),
  }),
};

/** The queue of these; a row that was decided on is not answered again. */
function open(rows: readonly QueuedRequest[], answers: Answers = {}) {
  const shown = show(<RequestQueue />, {
    session: salesSession,
    answers: {
      RequestQueue: ({ isPostponed }) => {
        const sentBy = (command: RegExp) =>
          new Set(
            shown.sent.flatMap(({ operation, variables }) =>
              command.test(operation) ? [(variables['input'] as { issueId: string }).issueId] : [],
            ),
          );
        const decided = sentBy(/^(Confirm|Postpone|Reject)Issue$/);
        const resumed = sentBy(/^ResumeIssue$/);
        return answerOf(
          isPostponed ? [] : rows.filter(({ id }) => !decided.has(id) || resumed.has(id)),
        );
      },
      ...answers,
    },
  });
  return shown;
}
const list = () => screen.findByRole('list', { name: 'Yêu cầu đặt hàng' });
const current = () => document.querySelector('[aria-current="true"]');
const inputsOf = (sent: ReturnType<typeof open>['sent'], operation: string) =>
  sent
    .filter((one) => one.operation === operation)
    .map(({ variables }) => variables['input'] as Record<string, unknown>);

describe('the queue of requests', () => {
  it('says of each whether goods and limit suffice, and offers what would not be refused', async () => {
    open([minhPhat, short, barred]);
    const rows = within(await list());
    expect(rows.getAllByText('Đủ hàng')).toHaveLength(2);
    expect(rows.getByText('Thiếu 1 mặt hàng')).toBeVisible();
    expect(rows.getByText('Vượt hạn mức 7,2 tr')).toBeVisible();
    expect(rows.getByRole('button', { name: 'Xác nhận, Đại lý Minh Phát' })).toBeVisible();
    expect(rows.getByRole('button', { name: 'Sửa số lượng, Cửa hàng Hải Yến' })).toBeVisible();
    expect(rows.getByRole('button', { name: 'Xem lý do, Đại lý Hưng Thịnh' })).toBeVisible();
  });

  it('is worked through with the keys: C confirms what is shown, in the version that was read', async () => {
    const { user, sent } = open([minhPhat, binhAn], confirmed);
    await list();
    await user.keyboard('c');
    expect(
      await screen.findByText('Đại lý Minh Phát: đã xác nhận, phiếu PX-2026-000148'),
    ).toBeVisible();
    expect(inputsOf(sent, 'ConfirmIssue')).toEqual([
      expect.objectContaining({ issueId: '148', version: '3', acceptPrices: '2000000' }),
    ]);
    await waitFor(() => expect(current()).toHaveTextContent('Bách hóa Bình An'));
    expect(current()).toHaveFocus();
    await user.keyboard('k');
    // the one above waits no longer
    expect(current()).toHaveTextContent('Bách hóa Bình An');
  });

  it('goes down and up, and leaves keys to fields', async () => {
    const { user, sent } = open([minhPhat, binhAn]);
    await list();
    await user.keyboard('j');
    await waitFor(() => expect(current()).toHaveTextContent('Bách hóa Bình An'));
    await user.keyboard('k');
    await waitFor(() => expect(current()).toHaveTextContent('Đại lý Minh Phát'));
    await user.type(screen.getByLabelText('Số lượng xuất của Mặt hàng 1'), 'cht');
    expect(sent.map(({ operation }) => operation)).toEqual(['RequestQueue']);
  });

  it('lets what is there go out of a request that is short', async () => {
    const { user, sent } = open([short], confirmed);
    await list();
    expect(screen.getByText('Còn 12, cần 20')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Lấy số còn, xác nhận' }));
    await waitFor(() =>
      expect(inputsOf(sent, 'ConfirmIssue')).toEqual([
        expect.objectContaining({ items: [{ itemId: '3', quantity: '12' }] }),
      ]),
    );
  });

  it('lets less go out of a request that passes the debt limit', async () => {
    const { user } = open([
      queuedRequest({
        lines: [{ id: '1', quantity: '10', stock: '50' }],
        room: { shortBy: '3000000' },
      }),
    ]);
    await list();
    expect(screen.queryByRole('button', { name: 'Xác nhận' })).toBeNull();
    const field = screen.getByLabelText('Số lượng xuất của Mặt hàng 1');
    await user.clear(field);
    await user.type(field, '7');
    expect(screen.getByRole('button', { name: 'Xác nhận' })).toBeEnabled();
    expect(screen.queryByText(/^Vượt hạn mức/)).toBeNull();
  });

  it('asks before a row is confirmed by its button, and books once', async () => {
    const { user, sent } = open([minhPhat], confirmed);
    await user.click(await screen.findByRole('button', { name: 'Xác nhận, Đại lý Minh Phát' }));
    const dialog = within(
      await screen.findByRole('dialog', { name: 'Xác nhận phiếu của Đại lý Minh Phát?' }),
    );
    expect(dialog.getByText('3.000.000 ₫')).toBeVisible();
    expect(inputsOf(sent, 'ConfirmIssue')).toEqual([]);
    await user.click(dialog.getByRole('button', { name: 'Xác nhận' }));
    await waitFor(() => expect(inputsOf(sent, 'ConfirmIssue')).toHaveLength(1));
  });

  it('postpones with a reason, offers the last ones again, and takes it back with Z', async () => {
    const { user, sent } = open([minhPhat, binhAn], {
      PostponeIssue: ({ input }) => ({
        postponeIssue: changed((input as { issueId: string }).issueId, 'postponed'),
      }),
      ResumeIssue: ({ input }) => ({
        resumeIssue: changed((input as { issueId: string }).issueId, 'requested'),
      }),
    });
    await list();
    await user.keyboard('h');
    await user.type(await screen.findByLabelText('Lý do'), 'Chờ hàng về');
    await user.click(screen.getByRole('button', { name: 'Hoãn' }));
    expect(await screen.findByText('Đã hoãn YC-2026-000148 của Đại lý Minh Phát')).toBeVisible();
    await waitFor(() => expect(current()).toHaveTextContent('Bách hóa Bình An'));
    await user.keyboard('h');
    await user.click(await screen.findByRole('button', { name: 'Chờ hàng về' }));
    expect(screen.getByLabelText('Lý do')).toHaveValue('Chờ hàng về');
    await user.keyboard('{Escape}');
    await user.keyboard('z');
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Xác nhận, Đại lý Minh Phát' })).toBeVisible(),
    );
    expect(inputsOf(sent, 'PostponeIssue')).toEqual([
      expect.objectContaining({ issueId: '148', reason: 'Chờ hàng về', version: '3' }),
    ]);
    expect(inputsOf(sent, 'ResumeIssue')).toHaveLength(1);
  });

  it('keeps a request that was refused, with the reason in numbers', async () => {
    const { user } = open([minhPhat], {
      ConfirmIssue: () => {
        throw new Refused('OUT_OF_STOCK', {
          items: [
            {
              item_id: '1',
              item_name: 'Mặt hàng 1',
              available: '1',
              requested: '2',
              unit: 'Thùng',
            },
          ],
        });
      },
    });
    await list();
    await user.keyboard('c');
    expect(await screen.findByRole('alert')).toHaveTextContent('Mặt hàng 1: còn 1, cần 2');
    expect(screen.getByText('Chưa ghi được, xem lý do')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Xem lý do, Đại lý Minh Phát' })).toBeVisible();
  });

  it('confirms several at once when they fit together, each by a command of its own', async () => {
    const { user, sent } = open([minhPhat, binhAn], confirmed);
    const rows = within(await list());
    await user.click(rows.getByRole('checkbox', { name: 'Chọn Đại lý Minh Phát' }));
    await user.click(rows.getByRole('checkbox', { name: 'Chọn Bách hóa Bình An' }));
    expect(screen.getByTestId('together')).toHaveTextContent('Cộng lại vẫn đủ hàng và hạn mức');
    await user.click(screen.getByRole('button', { name: 'Xác nhận 2' }));
    const dialog = within(
      await screen.findByRole('dialog', { name: /^Xác nhận 2 yêu cầu, 5\.000\.000/ }),
    );
    await user.click(dialog.getByRole('button', { name: 'Xác nhận 2' }));
    await waitFor(() => expect(inputsOf(sent, 'ConfirmIssue')).toHaveLength(2));
    const keys = inputsOf(sent, 'ConfirmIssue').map(({ clientKey }) => clientKey);
    expect(new Set(keys).size).toBe(2);
  });

  it('does not confirm several that want the same goods twice', async () => {
    const greedy = (id: string) =>
      queuedRequest({
        id,
        agencyId: id,
        name: `Đại lý ${id}`,
        lines: [{ id, quantity: '10', stock: '15', itemId: '1' }],
        room: { available: '50000000' },
      });
    const { user } = open([greedy('1'), greedy('2')]);
    const rows = within(await list());
    await user.click(rows.getByRole('checkbox', { name: 'Chọn Đại lý 1' }));
    await user.click(rows.getByRole('checkbox', { name: 'Chọn Đại lý 2' }));
    expect(screen.getByTestId('together')).toHaveTextContent('Cộng lại thiếu 1 mặt hàng.');
    expect(screen.getByRole('button', { name: 'Xác nhận 2' })).toBeDisabled();
  });

  it('says that somebody else has decided, and moves nothing', async () => {
    const { user } = open([minhPhat, binhAn], {
      RequestQueue: (_, call) => answerOf(call === 0 ? [minhPhat, binhAn] : [minhPhat]),
      ...confirmed,
    });
    await list();
    await user.keyboard('c');
    expect(await screen.findByText('Bách hóa Bình An: người khác đã quyết định.')).toBeVisible();
  });

  it('says when nothing waits', async () => {
    open([]);
    expect(await screen.findByText('Không còn yêu cầu nào chờ xác nhận.')).toBeVisible();
  });
});
