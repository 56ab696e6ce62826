import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { salesSession, show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import { LetterList } from './LetterList.tsx';

const letter = (facts = {}) => ({
  __typename: 'BalanceLetter',
  id: '5',
  month: '2026-10-01',
  knownAt: '2026-11-01T02:00:00Z',
  openingAmount: '35557200',
  closingAmount: '64359960',
  mailedTo: 'bao-chau@example.com',
  answeredDate: null,
  isAgreed: null,
  answerNote: null,
  agency: { __typename: 'Agency', id: '30', code: 'DL0030', name: 'Bảo Châu' },
  ...facts,
});
const list = (...nodes: object[]) => ({
  balanceLetters: {
    __typename: 'C',
    totalCount: nodes.length,
    pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null },
    nodes,
  },
});
const who = (...scopes: string[]) => ({ user: { ...salesSession.user, scopes } });
const open = (answers: Answers, session = who('finance:read', 'finance:write')) =>
  show(<LetterList />, { address: '/doi-chieu?thang=2026-10', session, answers });

describe('letters of a month', () => {
  it('say who was sent what, and who answered', async () => {
    open({
      LetterList: () =>
        list(
          letter(),
          letter({ id: '6', isAgreed: false, answeredDate: '2026-11-03', answerNote: 'Thiếu' }),
        ),
    });
    expect(await screen.findAllByText('64.359.960')).toHaveLength(2);
    expect(screen.getAllByText('bao-chau@example.com')).toHaveLength(2);
    expect(screen.getByText('Không khớp 03/11/2026 · Thiếu')).toBeVisible();
  });

  it('are written and sent in one act, after a question', async () => {
    const { user, sent } = open({
      LetterList: () => list(),
      CreateLetters: () => ({
        createLetters: { __typename: 'CreateLettersPayload', letterCount: '36' },
      }),
    });
    await user.click(await screen.findByRole('button', { name: 'Lập và gửi' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText('Lập biên bản đối chiếu tháng 10/2026?')).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Lập và gửi' }));
    expect(await screen.findByText('Đã lập 36 biên bản')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'CreateLetters')?.variables['input'],
    ).toMatchObject({ month: '2026-10-01' });
  });

  it('take the answer that came back on paper', async () => {
    const { user, sent } = open({
      LetterList: () => list(letter()),
      AnswerLetter: () => ({
        answerLetter: {
          __typename: 'P',
          balanceLetter: letter({ isAgreed: true, answeredDate: '2026-11-03' }),
        },
      }),
    });
    await user.click(await screen.findByRole('button', { name: 'Ghi trả lời' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Ghi trả lời' }));
    await waitFor(() =>
      expect(
        sent.find(({ operation }) => operation === 'AnswerLetter')?.variables['input'],
      ).toMatchObject({ balanceLetterId: '5', isAgreed: true, note: null }),
    );
    expect(await screen.findByText('Đã ghi trả lời của Bảo Châu')).toBeVisible();
  });

  it('are only read by those who do not take money', async () => {
    open({ LetterList: () => list(letter()) }, who('finance:read'));
    expect(await screen.findByText('Chưa trả lời')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Lập và gửi' })).toBeNull();
  });
});
