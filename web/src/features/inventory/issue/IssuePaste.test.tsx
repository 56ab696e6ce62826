import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { answers, item, open, quantity, tiger, typeSlip } from './test_issue_form.tsx';
import type { Page } from './test_issue_form.tsx';

const silver = { ...tiger, id: '13', sku: 'MH002', itemName: 'Bia Tiger Bạc' };
const noodles = { ...tiger, id: '14', sku: 'MH005', itemName: 'Mì Hảo Hảo' };
const found: Record<string, object[]> = {
  MH005: [noodles],
  'bia tiger': [tiger, silver],
  khong: [],
};
const items = {
  PickItems: ({ query }: Record<string, unknown>) => ({
    searchItems: {
      __typename: 'ItemConnection',
      nodes: found[String(query)] ?? [tiger],
    },
  }),
};

async function paste(page: Page, text: string) {
  await page.user.type(screen.getByLabelText('Đại lý'), 'hung{Enter}');
  await waitFor(() => expect(item(1)).toHaveFocus());
  fireEvent.paste(item(1), { clipboardData: { getData: () => text } });
  return within(await screen.findByRole('dialog', { name: /^Dán \d+ dòng$/ }));
}

describe('lines that are pasted into a slip', () => {
  it('are shown before they are added: what needs a look first, then what was understood', async () => {
    const page = open(items);
    const dialog = await paste(page, 'MH005\t50\nbia tiger\t20\ngiao sáng thứ ba');
    expect(dialog.getByText('Cần xem 2 dòng')).toBeVisible();
    expect(dialog.getByText('Đã hiểu 1 dòng')).toBeVisible();
    expect(dialog.getByText('Thêm 1, bỏ 2')).toBeVisible();
    expect(quantity(1)).toHaveValue('');
    await page.user.click(dialog.getByRole('radio', { name: /^Bia Tiger Bạc/ }));
    await page.user.click(dialog.getByRole('button', { name: 'Đưa vào ghi chú' }));
    await page.user.click(dialog.getByRole('button', { name: 'Thêm 2 dòng' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(item(1)).toHaveValue('Mì Hảo Hảo');
    expect(quantity(1)).toHaveValue('50');
    expect(item(2)).toHaveValue('Bia Tiger Bạc');
    expect(quantity(2)).toHaveValue('20');
    expect(screen.getByLabelText(/^Ghi chú/)).toHaveValue('giao sáng thứ ba');
  });

  it('count up a line of the same item', async () => {
    const page = open(items);
    await typeSlip(page, '3');
    fireEvent.paste(item(2), {
      clipboardData: { getData: () => 'MH005 5\nMH001 2' },
    });
    const dialog = within(await screen.findByRole('dialog', { name: 'Dán 2 dòng' }));
    await page.user.click(await dialog.findByRole('button', { name: 'Thêm 2 dòng' }));
    await waitFor(() => expect(quantity(1)).toHaveValue('5'));
    expect(item(2)).toHaveValue('Mì Hảo Hảo');
  });

  it('of one line only is typed into the field', async () => {
    const page = open(items);
    await page.user.type(screen.getByLabelText('Đại lý'), 'hung{Enter}');
    await waitFor(() => expect(item(1)).toHaveFocus());
    fireEvent.paste(item(1), { clipboardData: { getData: () => 'tiger' } });
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('a line while it is typed', () => {
  it('tells what was taken the last time', async () => {
    const page = open({
      LastIssued: () => ({
        lastIssued: {
          __typename: 'C',
          nodes: [
            {
              __typename: 'ItemLastIssued',
              itemId: '11',
              quantity: '16.000',
              issueDate: '2026-10-02',
            },
          ],
        },
      }),
    });
    await typeSlip(page, '3');
    expect(await screen.findByText('tồn 12 Thùng · lần trước 16, ngày 02/10/2026')).toBeVisible();
  });

  it('says that there is too little, and takes what is there with Alt+L', async () => {
    const page = open();
    await typeSlip(page, '20');
    expect(screen.getByText('Còn 12, cần 20')).toBeVisible();
    await page.user.click(quantity(1));
    await page.user.keyboard('{Alt>}l{/Alt}');
    await waitFor(() => expect(quantity(1)).toHaveValue('12'));
    expect(screen.queryByText('Còn 12, cần 20')).toBeNull();
  });
});

describe('a slip as the last one', () => {
  it('takes its goods that are still sold, at the prices of today', async () => {
    const page = open({
      ...answers,
      LastSlip: () => ({
        issues: {
          __typename: 'IssueConnection',
          nodes: [
            {
              __typename: 'Issue',
              id: '70',
              issueDetails: {
                nodes: [
                  {
                    __typename: 'IssueDetail',
                    id: '1',
                    quantity: '4.000',
                    isFree: false,
                    item: tiger,
                  },
                  {
                    __typename: 'IssueDetail',
                    id: '2',
                    quantity: '2.000',
                    isFree: false,
                    item: { ...noodles, isActive: false },
                  },
                ],
              },
            },
          ],
        },
      }),
    });
    await page.user.type(screen.getByLabelText('Đại lý'), 'hung{Enter}');
    await page.user.click(await screen.findByRole('button', { name: 'Như phiếu trước' }));
    await waitFor(() => expect(item(1)).toHaveValue('Bia Tiger thùng 24 lon'));
    expect(quantity(1)).toHaveValue('4');
    expect(item(2)).toHaveValue('');
  });
});
