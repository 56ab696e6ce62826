import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { businessToday, formatDate } from '../../../lib/format.ts';
import { addDays } from '../../../lib/typed_date.ts';
import { agency, item, open, quantity, tiger, typeSlip } from './test_issue_form.tsx';

beforeEach(() => {
  window.localStorage.clear();
});

describe('the date of a slip', () => {
  it('of a past day shows the price and the total of that day', async () => {
    window.localStorage.setItem(
      'sodaily-issue-draft:3',
      JSON.stringify({
        clientKey: 'k',
        savedAt: new Date().toISOString(),
        values: {
          agency,
          issueDate: '2026-01-02',
          lines: [
            { item: tiger, quantity: '3' },
            { item: null, quantity: '' },
          ],
          paidNow: '',
          note: '',
          replaces: null,
        },
      }),
    );
    const page = open({
      IssuePricesOn: () => ({
        issuePricesOn: {
          __typename: 'C',
          nodes: [{ __typename: 'ItemPriceOfDay', itemId: '11', issuePrice: '102000' }],
        },
      }),
    });

    await waitFor(() => expect(screen.getByTestId('live-total')).toHaveTextContent('306.000 ₫'));
    expect(page.sent.find(({ operation }) => operation === 'IssuePricesOn')?.variables).toEqual({
      itemIds: ['11'],
      onDate: '2026-01-02',
    });
  });

  it('reaches its date by Alt+D only, and is not sent with a code in it', async () => {
    const page = open();
    await typeSlip(page);
    await page.user.keyboard('{Alt>}d{/Alt}');
    const day = screen.getByLabelText('Ngày lập');
    await waitFor(() => expect(day).toHaveFocus());
    await page.user.keyboard('MH009{Enter}');
    await page.user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText(/^Ngày chỉ gồm số/)).toBeVisible();
    expect(day).toHaveValue('MH009');
    expect(screen.queryByRole('dialog')).toBeNull();
    await page.user.keyboard('h{Enter}');
    await waitFor(() => expect(item(1)).toHaveFocus());
    await page.user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByRole('dialog')).toBeVisible();
  });

  it('keeps a quantity from what a scanner sends right behind its Enter', async () => {
    const page = open();
    await page.user.type(screen.getByLabelText('Đại lý'), 'hung{Enter}');
    await waitFor(() => expect(item(1)).toHaveFocus());
    await page.user.keyboard('tiger{Enter}');
    await waitFor(() => expect(quantity(1)).toHaveFocus());
    await page.user.keyboard('3{Enter}8934588012228');
    expect(quantity(1)).toHaveValue('3');
    expect(item(2)).toHaveValue('8934588012228');
    await page.user.keyboard('{Alt>}d{/Alt}-1{Enter}8934588012228');
    expect(screen.getByLabelText('Ngày lập')).toHaveValue(formatDate(addDays(businessToday(), -1)));
  });

  it('of an earlier day says so under the day and in the question', async () => {
    const page = open();
    await typeSlip(page);
    await page.user.keyboard('{Alt>}d{/Alt}');
    await waitFor(() => expect(screen.getByLabelText('Ngày lập')).toHaveFocus());
    await page.user.keyboard('-45{Enter}');
    expect(screen.getByText('Lùi ngày 45 ngày')).toBeVisible();
    await page.user.keyboard('{Control>}{Enter}{/Control}');
    expect(within(await screen.findByRole('dialog')).getByTestId('back-dating')).toHaveTextContent(
      'Lùi ngày 45 ngày',
    );
  });
});
