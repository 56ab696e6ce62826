import { screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { salesSession, show } from '../../test_render.tsx';
import type { Answers, Question } from './answers.ts';
import { Questions } from './Questions.tsx';

const counted: Question = {
  code: 'COUNTED_SINCE',
  figures: {
    item_id: '5',
    item_name: 'Bia Tiger',
    unit: 'Thùng',
    stock_count_code: 'KK-2026-000003',
    count_date: '2026-11-10',
    counted: '1.000',
    book: '6.000',
  },
};
const jump: Question = {
  code: 'PRICE_JUMP',
  figures: {
    item_id: '5',
    item_name: 'Bia Tiger',
    old_price: '100000',
    new_price: '150000',
    percent: '50',
    allowed: '20',
  },
};
const changed: Question = {
  code: 'PRICE_CHANGED',
  figures: {
    lines: [{ item_id: '5', item_name: 'Bia Tiger', old_price: '102000', new_price: '255000' }],
    old_total: '1020000',
    new_total: '2550000',
  },
};

function ask(questions: readonly Question[], scopes: string[] = []) {
  const onAnswer = vi.fn<(answers: Answers) => void>();
  const { user } = show(
    <Questions
      questions={questions}
      verb="Lập phiếu nhập"
      isBusy={false}
      onAnswer={onAnswer}
      onClose={() => undefined}
    />,
    {
      address: '/',
      session: { user: { ...salesSession.user, scopes } },
      answers: {},
    },
  );
  return {
    user,
    onAnswer,
    send: () => user.click(screen.getByRole('button', { name: 'Lập phiếu nhập' })),
  };
}

it('asks all at once, in numbers, and nothing is chosen beforehand', async () => {
  const { user, onAnswer, send } = ask([counted, jump]);
  expect(screen.getByRole('dialog', { name: 'Cần bạn trả lời 2 điều' })).toBeVisible();
  expect(
    screen.getByRole('group', { name: /KK-2026-000003 ngày 10\/11\/2026 đếm được 1 Thùng/ }),
  ).toBeVisible();

  await send();
  expect(onAnswer).not.toHaveBeenCalled();
  expect(screen.getAllByText('Chưa chọn.')).toHaveLength(2);
  expect(screen.getByRole('radio', { name: 'Đã tính: giữ số đã đếm' })).toHaveFocus();

  await user.click(screen.getByRole('radio', { name: 'Chưa tính: sổ thành 6 Thùng' }));
  await user.click(screen.getByRole('checkbox', { name: 'Giá này đúng' }));
  await send();
  expect(onAnswer).toHaveBeenCalledWith({
    counted: [{ itemId: '5', included: false }],
    acceptJumps: [{ itemId: '5', price: '150000' }],
  });
});

it('answers many of one kind at once, and each of them otherwise', async () => {
  const { user, onAnswer, send } = ask(
    ['5', '6', '7'].map((item) => ({
      ...counted,
      figures: { ...counted.figures, item_id: item, item_name: `Hàng ${item}` },
    })),
  );
  await user.click(
    within(screen.getByRole('group', { name: 'Trả lời chung cho 3 câu:' })).getByRole('button', {
      name: 'Đã tính hết',
    }),
  );
  await user.click(
    within(screen.getByRole('group', { name: /^Hàng 6/ })).getByRole('radio', {
      name: /^Chưa tính/,
    }),
  );
  await send();
  expect(onAnswer).toHaveBeenCalledWith({
    counted: [
      { itemId: '5', included: true },
      { itemId: '6', included: false },
      { itemId: '7', included: true },
    ],
  });
});

it('of prices that changed offers to keep them only to those who name prices', async () => {
  const { user, onAnswer, send } = ask([changed]);
  expect(screen.queryByText(/Giữ giá lúc đặt/)).toBeNull();
  await user.click(screen.getByRole('checkbox', { name: /^Xác nhận theo giá mới, 2\.550\.000/ }));
  await send();
  expect(onAnswer).toHaveBeenCalledWith({ acceptPrices: '2550000' });
});

it('keeps the prices of the request when told so', async () => {
  const { user, onAnswer, send } = ask([changed], ['price:override']);
  await user.click(screen.getByRole('radio', { name: /^Giữ giá lúc đặt, 1\.020\.000/ }));
  await send();
  expect(onAnswer).toHaveBeenCalledWith({ keepPrices: true });
});

it('does not send what it cannot ask', async () => {
  const { onAnswer, send } = ask([{ code: 'NEWER', figures: {} }]);
  await send();
  expect(screen.getByText(/Câu hỏi NEWER cần bản trang mới hơn/)).toBeVisible();
  expect(onAnswer).not.toHaveBeenCalled();
});
