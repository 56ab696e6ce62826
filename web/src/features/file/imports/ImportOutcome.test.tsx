import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ImportStateFragment } from '../../../gql/graphql.ts';
import { businessToday, formatDate } from '../../../lib/format.ts';
import { addDays } from '../../../lib/typed_date.ts';
import { Refused, salesSession, show, type Answers } from '../../../test_render.tsx';
import { ImportOutcome } from './ImportOutcome.tsx';

const open = (summary: Record<string, string>) =>
  show(
    <ImportOutcome
      isOwn
      onChanged={() => undefined}
      file={
        {
          id: '1',
          what: 'opening_stock',
          status: 'checked',
          faultCount: '0',
          rowCount: '2',
          summary,
          kind: { nameVi: 'Tồn đầu kỳ', nameEn: 'Opening stock' },
        } as unknown as ImportStateFragment
      }
    />,
  );

describe('a file that is about to be booked', () => {
  it('says in amber how far back its earliest row goes, on the page and in the question', async () => {
    const day = addDays(businessToday(), -10);
    const { user } = open({ items: '2', first_day: day });
    expect(screen.getByTestId('back-dating')).toHaveTextContent(
      `Lùi ngày 10 ngày: ${formatDate(day)}`,
    );
    await user.click(screen.getByRole('button', { name: 'Ghi vào sổ' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByTestId('back-dating')).toHaveTextContent(
      `Lùi ngày 10 ngày: ${formatDate(day)}`,
    );
    expect(dialog.getByTestId('back-dating')).toHaveTextContent(
      'Dòng sớm nhất của tệp ghi vào sổ của ngày này.',
    );
  });

  it('says nothing of days when all its rows are of today', () => {
    open({ items: '2', first_day: businessToday() });
    expect(screen.queryByTestId('back-dating')).toBeNull();
  });
});

const receipts = (answers: Answers) =>
  show(
    <ImportOutcome
      isOwn
      onChanged={() => undefined}
      file={
        {
          id: '9',
          what: 'receipts',
          status: 'checked',
          faultCount: '0',
          questionCount: '1',
          rowCount: '2',
          summary: { receipts: '1' },
          kind: { nameVi: 'Phiếu nhập', nameEn: 'Receipts' },
        } as unknown as ImportStateFragment
      }
    />,
    { answers },
  );

describe('a file of receipts that comes after a count', () => {
  it('says that it will ask, asks, and is booked with the answer', async () => {
    const figures = {
      item_id: '5',
      item_name: 'Bia Tiger',
      unit: 'Thùng',
      stock_count_code: 'KK-2026-000003',
      count_date: '2026-11-10',
      counted: '1',
      book: '6',
    };
    const { user, sent } = receipts({
      ApplyImport: (_, call) => {
        if (call === 0)
          throw new Refused('CONFIRMATION_NEEDED', {
            count: 1,
            questions: [{ code: 'COUNTED_SINCE', figures }],
          });
        return { applyImport: { import: null } };
      },
    });
    expect(screen.getByText('Khi ghi sổ có 1 câu hỏi cần trả lời.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Ghi vào sổ' }));
    await user.click(
      within(await screen.findByRole('dialog')).getByRole('button', { name: 'Ghi vào sổ' }),
    );
    const dialog = within(await screen.findByRole('dialog', { name: 'Cần bạn trả lời 1 điều' }));
    await user.click(dialog.getByRole('radio', { name: /^Đã tính/ }));
    await user.click(dialog.getByRole('button', { name: 'Ghi vào sổ' }));

    await waitFor(() =>
      expect(
        sent.findLast(({ operation }) => operation === 'ApplyImport')?.variables,
      ).toMatchObject({ input: { importId: '9', counted: [{ itemId: '5', included: true }] } }),
    );
  });
});

const accountant = { user: { ...salesSession.user, scopes: ['finance:read', 'finance:write'] } };
const applied = (
  what = 'opening_debt',
  status = 'applied',
  answers: Answers = {},
  session = accountant,
) =>
  show(
    <ImportOutcome
      isOwn
      onChanged={() => undefined}
      file={
        {
          id: '7',
          what,
          status,
          faultCount: '0',
          rowCount: '3',
          summary: { agencies: '2', amount: '4500000' },
          appliedAt: '2026-11-29T03:00:00Z',
          undoneAt: '2026-11-29T04:00:00Z',
          undoReason: 'Sai cột số tiền',
          kind: { nameVi: 'Công nợ đầu kỳ', nameEn: 'Opening debt' },
        } as unknown as ImportStateFragment
      }
    />,
    { session, answers },
  );

describe('a file of opening debt that is in the books', () => {
  it('is undone with a reason, after it said what that does', async () => {
    const { user, sent } = applied('opening_debt', 'applied', {
      UndoOpeningDebts: () => ({ undoOpeningDebts: { import: null } }),
    });
    await user.click(screen.getByRole('button', { name: 'Hoàn tác tệp này' }));
    const dialog = await screen.findByRole('dialog', {
      name: 'Hoàn tác công nợ đầu kỳ của tệp này?',
    });
    expect(dialog).toHaveTextContent(/3 dòng của 2 đại lý .* 4.500.000/);
    await user.type(within(dialog).getByLabelText('Lý do'), 'Sai cột');
    await user.click(within(dialog).getByRole('button', { name: 'Hoàn tác tệp này' }));

    await waitFor(() =>
      expect(
        sent.find(({ operation }) => operation === 'UndoOpeningDebts')?.variables,
      ).toMatchObject({ input: { importId: '7', reason: 'Sai cột' } }),
    );
  });

  it('names the agencies that something happened with since', async () => {
    const { user } = applied('opening_debt', 'applied', {
      UndoOpeningDebts: () => {
        throw new Refused('OPENING_HAS_HISTORY', {
          file_name: 'dau-ky.csv',
          count: '1',
          agencies: [{ agency_id: '3', code: 'DL0003', name: 'Hưng Thịnh' }],
        });
      },
    });
    await user.click(screen.getByRole('button', { name: 'Hoàn tác tệp này' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('Lý do'), 'Sai');
    await user.click(within(dialog).getByRole('button', { name: 'Hoàn tác tệp này' }));

    expect(
      await within(dialog).findByRole('link', { name: 'DL0003 · Hưng Thịnh' }),
    ).toHaveAttribute('href', expect.stringContaining('/3'));
  });

  it('says that it was undone, and why', () => {
    applied('opening_debt', 'undone');
    expect(screen.getByText(/Đã hoàn tác lúc .*: Sai cột số tiền/)).toBeVisible();
  });

  it.each([
    ['of another kind', 'opening_stock', 'applied', accountant],
    ['a second time', 'opening_debt', 'undone', accountant],
    ['without the right', 'opening_debt', 'applied', salesSession],
  ] as const)('is not undone %s', (_, what, status, session) => {
    applied(what, status, {}, session);
    expect(screen.queryByRole('button', { name: 'Hoàn tác tệp này' })).toBeNull();
  });
});

describe('a list of new agencies', () => {
  const list = (scopes: string[]) =>
    show(
      <ImportOutcome
        isOwn
        onChanged={() => undefined}
        file={
          {
            id: '5',
            what: 'agencies',
            status: 'checked',
            faultCount: '0',
            rowCount: '3',
            summary: { agencies: '3', active: '0', pending: '3' },
            kind: { nameVi: 'Đại lý', nameEn: 'Agencies' },
          } as unknown as ImportStateFragment
        }
      />,
      {
        session: { user: { ...salesSession.user, scopes } },
        answers: { ChooseForImport: () => ({ chooseForImport: { import: null } }) },
      },
    );
  const verb = { name: 'Cho đại lý mới hoạt động ngay' };

  it('becomes active at once on the word of who may approve agencies', async () => {
    const { user, sent } = list(['agency:write', 'agency:approve']);
    await user.click(screen.getByRole('button', verb));

    await waitFor(() =>
      expect(sent.at(-1)?.variables).toMatchObject({
        input: { importId: '5', choice: 'new_agencies', way: 'activate' },
      }),
    );
  });

  it('waits for approval otherwise', () => {
    list(['agency:write']);
    expect(screen.queryByRole('button', verb)).toBeNull();
  });
});
