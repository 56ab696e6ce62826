import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { Refused, salesSession, show, type Answers } from '../../../test_render.tsx';
import { businessToday, formatDate } from '../../../lib/format.ts';
import { IssueForm } from './IssueForm.tsx';
import {
  agency,
  answers,
  item,
  open,
  post,
  posted,
  quantity,
  tiger,
  typeSlip,
} from './test_issue_form.tsx';

const draftKeys = () =>
  Object.keys(window.localStorage).filter((key) => key.startsWith('sodaily-issue-draft'));

beforeEach(() => {
  window.localStorage.clear();
});

describe('writing a slip', () => {
  it('goes from field to field and line to line with Enter, and shows the total at once', async () => {
    const page = open();
    await typeSlip(page);
    expect(screen.getByTestId('live-total')).toHaveTextContent('1.055.700 ₫');
    expect(await screen.findByText(/Tổng tiền hàng 1\.055\.700/)).toHaveAttribute('role', 'status');
  });

  it('shows what the agency may still take, in the figures of the server', async () => {
    const page = open();
    await typeSlip(page);
    await waitFor(() =>
      expect(screen.getByTestId('headroom')).toHaveTextContent('Phiếu này được tối đa 5.500.000 ₫'),
    );
    expect(screen.getByText('45.555.700 ₫')).toBeVisible();
    await waitFor(() =>
      expect(
        page.sent.findLast(({ operation }) => operation === 'IssueHeadroom')?.variables,
      ).toEqual({ agencyId: '4', slipTotal: '1055700', paidNow: '0' }),
    );
  });

  it('says that the agency is blocked for what is overdue, and what lets it pass', async () => {
    const page = open({
      IssueHeadroom: ({ slipTotal, paidNow }) => ({
        issueHeadroom: {
          __typename: 'IssueHeadroomAnswer',
          agencyId: '4',
          currentDebt: '44500000',
          limit: '50000000',
          limitSource: 'type',
          slipTotal,
          paidNow,
          wouldBe: '45555700',
          shortBy: '0',
          available: '5500000',
          limitVersion: null,
          overdue: {
            reason: 'days',
            allowed: 15,
            count: 1,
            to_pay: '500000',
            slips: [{ slip: 'PX-2026-000007', kind: 'issue', days: 16, amount: '500000' }],
          },
        },
      }),
    });
    await typeSlip(page);
    expect(await screen.findByTestId('overdue')).toHaveTextContent(
      'Đang bị chặn vì nợ quá hạn hơn 15 ngày: 1 chứng từ. Thu 500.000',
    );
    await waitFor(() =>
      expect(
        page.sent.findLast(({ operation }) => operation === 'IssueHeadroom')?.variables[
          'slipTotal'
        ],
      ).toBe('1055700'),
    );
    await page.user.keyboard('{Control>}{Enter}{/Control}');
    const question = within(await screen.findByRole('dialog')).getByTestId('overdue-in-question');
    expect(question).toHaveTextContent('Thu 500.000');
    expect(question).toHaveTextContent('PX-2026-000007');
  });

  it('says which decision the limit rests on, and tells credit as credit', async () => {
    const page = open({
      IssueHeadroom: ({ slipTotal, paidNow }) => ({
        issueHeadroom: {
          __typename: 'IssueHeadroomAnswer',
          agencyId: '4',
          currentDebt: '-204000',
          limit: '50000000',
          limitSource: 'type',
          slipTotal,
          paidNow,
          wouldBe: '851700',
          shortBy: '0',
          available: '50204000',
          overdue: null,
          limitVersion: {
            source: 'type',
            id: '1',
            name: 'loại 1',
            version: '3',
            since: '2026-09-30T17:30:00Z',
          },
        },
      }),
    });
    await typeSlip(page);
    expect(await screen.findByTestId('limit-basis')).toHaveTextContent(
      'Hạn mức theo loại 1 từ 01/10/2026',
    );
    expect(screen.getByText('Đang có dư 204.000 ₫')).toBeVisible();
  });

  it('posts by keyboard, with the debt before and after in the question, and goes to the slip', async () => {
    const page = open({ CreateIssue: () => posted });
    await typeSlip(page);
    await waitFor(() => expect(screen.getByTestId('headroom')).toBeVisible());
    await waitFor(() =>
      expect(
        page.sent.findLast(({ operation }) => operation === 'IssueHeadroom')?.variables[
          'slipTotal'
        ],
      ).toBe('1055700'),
    );
    await page.user.keyboard('{Control>}{Enter}{/Control}');
    const question = await screen.findByRole('dialog', { name: /^Lập phiếu xuất 1\.055\.700\s₫$/ });
    for (const text of [
      'Đại lý Hưng Thịnh · DL0004 · 1 mặt hàng',
      `Ngày lập${formatDate(businessToday())}`,
      'Nợ trước44.500.000 ₫',
      'Nợ sau45.555.700 ₫',
    ])
      expect(question).toHaveTextContent(text);
    await page.user.keyboard('{Enter}');
    await waitFor(() => expect(page.router.state.location.pathname).toBe('/phieu-xuat/75'));
    expect(screen.getByText('Đã lập phiếu xuất PX-2026-000075')).toBeVisible();
    expect(screen.getByText(/Đại lý Hưng Thịnh đang nợ 45\.555\.700/)).toBeVisible();
    expect(
      page.sent.find(({ operation }) => operation === 'CreateIssue')?.variables['input'],
    ).toMatchObject({
      agencyId: '4',
      paidNow: '0',
      note: null,
      items: [{ itemId: '11', quantity: '3' }],
    });
    expect(draftKeys()).toEqual([]);
  });

  it('always has an empty line at the end, which cannot be removed', async () => {
    const page = open();
    await typeSlip(page);
    expect(screen.getAllByRole('button', { name: /Bỏ dòng/ })).toHaveLength(1);
    await page.user.click(quantity(1));
    await page.user.keyboard('{Alt>}{Backspace}{/Alt}');
    await waitFor(() => expect(screen.queryByLabelText('Mặt hàng, dòng 2')).toBeNull());
    expect(screen.getByTestId('live-total')).toHaveTextContent('0 ₫');
  });

  it('offers what is out of stock as such, and does not take it', async () => {
    const { user } = open();
    await user.type(item(1), 'gao');
    const option = await screen.findByRole('option', { name: /Gạo ST25/ });
    expect(option).toHaveAttribute('aria-disabled', 'true');
    expect(option).toHaveTextContent('hết hàng');
  });

  it('says what is missing before asking the server', async () => {
    const page = open();
    await page.user.click(screen.getByRole('button', { name: 'Lập phiếu xuất' }));
    expect(await screen.findByText('Chọn ít nhất một mặt hàng.')).toBeVisible();
    expect(screen.getByText('Chưa nhập.')).toBeVisible();
    expect(page.sent.map(({ operation }) => operation)).not.toContain('CreateIssue');
  });
});

describe('a refused slip', () => {
  const limit = {
    agency_id: '4',
    agency_code: 'DL0004',
    agency_name: 'Đại lý Hưng Thịnh',
    current_debt: '44500000',
    limit: '50000000',
    limit_source: 'type',
    slip_total: '20380000',
    paid_now: '0',
    would_be: '64880000',
    short_by: '14880000',
    available: '5500000',
    limit_version: {
      source: 'agency',
      id: '9',
      since: '2026-10-31T17:30:00Z',
      until: '2026-12-31',
    },
  };

  it('over the limit tells the numbers, takes the focus, keeps the slip, and offers to collect the rest', async () => {
    const page = open({
      CreateIssue: () => {
        throw new Refused('DEBT_LIMIT', limit);
      },
    });
    await typeSlip(page);
    await post(page);
    const block = await screen.findByText(
      /Vượt hạn mức nợ 14\.880\.000 ₫\. Đại lý Hưng Thịnh đang nợ 44\.500\.000 ₫/,
    );
    const alert = block.closest('[role=alert]') as HTMLElement;
    await waitFor(() => expect(alert).toHaveFocus());
    expect(
      within(alert).getByText('Giảm phiếu xuống còn 5.500.000 ₫ hoặc thu thêm 14.880.000 ₫.'),
    ).toBeVisible();
    expect(within(alert).getByTestId('limit-basis')).toHaveTextContent(
      'Hạn mức riêng từ 01/11/2026 đến hết 31/12/2026',
    );
    expect(quantity(1)).toHaveValue('3');
    await page.user.click(await within(alert).findByRole('button', { name: /Thu thêm/ }));
    await waitFor(() => expect(screen.getByLabelText(/Trả ngay/)).toHaveValue('14.880.000'));
  });

  it('for being too far behind names what is overdue, and offers to have the slip paid in full', async () => {
    const page = open({
      CreateIssue: () => {
        throw new Refused('OVERDUE', {
          agency_id: '4',
          agency_name: 'Đại lý Hưng Thịnh',
          slip_total: '20380000',
          paid_now: '0',
          reason: 'days',
          allowed: 15,
          count: 1,
          to_pay: '500000',
          slips: [{ slip: 'PX-2026-000007', kind: 'issue', days: 16, amount: '500000' }],
        });
      },
    });
    await typeSlip(page);
    await post(page);
    expect(await screen.findByText(/Đại lý Hưng Thịnh đang bị chặn vì nợ quá hạn/)).toBeVisible();
    expect(screen.getByText('Thu 500.000 ₫ trước, hoặc thu đủ tiền phiếu này ngay.')).toBeVisible();
    expect(screen.getByText(/^PX-2026-000007: quá hạn 16 ngày, còn 500\.000/)).toBeVisible();
    await page.user.click(await screen.findByRole('button', { name: 'Thu đủ tiền phiếu này' }));
    await waitFor(() => expect(screen.getByLabelText(/Trả ngay/)).toHaveValue('20.380.000'));
  });

  it('short of stock marks each line with what is left, and takes that on request', async () => {
    const items = [
      {
        item_id: '11',
        sku: 'MH001',
        item_name: 'Bia Tiger thùng 24 lon',
        unit: 'Thùng',
        requested: '20',
        available: '12',
        shortage: '8',
      },
    ];
    const page = open({
      CreateIssue: () => {
        throw new Refused('OUT_OF_STOCK', { items });
      },
    });
    await typeSlip(page, '20');
    await post(page);
    expect(await screen.findByText('Còn 12, cần 20')).toBeVisible();
    await page.user.click(await screen.findByRole('button', { name: 'Lấy 12' }));
    expect(quantity(1)).toHaveValue('12');
    expect(screen.queryByText(/Còn 12, cần 20/)).toBeNull();
  });

  it('with wrong fields marks them where they are', async () => {
    const fields = [
      { path: 'items.0.quantity', reason: 'whole_number_only', value: '3' },
      { path: 'issue_date', reason: 'before_reception', value: '2026-11-01' },
    ];
    const page = open({
      CreateIssue: () => {
        throw new Refused('VALIDATION_ERROR', { fields });
      },
    });
    await typeSlip(page);
    await post(page);
    expect(await screen.findByText('Phải là số nguyên.')).toBeVisible();
    expect(screen.getByText('Đại lý được tiếp nhận ngày 01/11/2026.')).toBeVisible();
    expect(quantity(1)).toBeInvalid();
  });

  it('after a lost connection is sent again with the same key, so it is never written twice', async () => {
    const page = open({
      CreateIssue: (_, call) => {
        if (call === 0) throw new TypeError('Failed to fetch');
        return posted;
      },
    });
    await typeSlip(page);
    await post(page);
    await page.user.click(await screen.findByRole('button', { name: 'Thử lại' }));
    await screen.findByRole('button', { name: 'Lập phiếu' });
    await page.user.keyboard('{Enter}');
    await waitFor(() => expect(page.router.state.location.pathname).toBe('/phieu-xuat/75'));
    const keys = page.sent
      .filter(({ operation }) => operation === 'CreateIssue')
      .map(({ variables }) => (variables['input'] as { clientKey: string }).clientKey);
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);
  });
});

describe('a draft', () => {
  it('is there again with its key when the page is opened anew, and can be dropped', async () => {
    const first = open();
    await typeSlip(first);
    await waitFor(() => expect(draftKeys()).toEqual(['sodaily-issue-draft:3']));
    first.unmount();
    const { user } = open();
    expect(await screen.findByText(/Đang tiếp tục bản nháp/)).toBeVisible();
    expect(quantity(1)).toHaveValue('3');
    expect(screen.getByLabelText('Đại lý')).toHaveValue('Đại lý Hưng Thịnh · DL0004');
    await user.click(screen.getByRole('button', { name: /Bỏ nháp/ }));
    expect(screen.getByLabelText('Đại lý')).toHaveValue('');
    expect(draftKeys()).toEqual([]);
  });

  it('is not thrown away by leaving in between: the page asks first', async () => {
    const page = open();
    await typeSlip(page);
    void page.router.navigate('/dai-ly');
    expect(await screen.findByText('Rời trang khi phiếu chưa lập?')).toBeVisible();
    await page.user.click(screen.getByRole('button', { name: 'Ở lại' }));
    expect(page.router.state.location.pathname).toBe('/phieu-xuat/new');
  });
});

describe('a cancelled slip written anew', () => {
  const cancelled = {
    issue: {
      __typename: 'Issue',
      id: '70',
      code: 'PX-2026-000070',
      note: 'Giao sáng',
      agency,
      issueDetails: {
        __typename: 'C',
        nodes: [{ __typename: 'IssueDetail', id: '1', quantity: '3.000', item: tiger }],
      },
    },
  };

  it('brings its agency and goods, and says which slip it stands for', async () => {
    const page = show(<IssueForm />, {
      address: '/phieu-xuat/new?thay=70',
      answers: { ...answers, IssueAgain: () => cancelled, CreateIssue: () => posted },
    });
    expect(
      await screen.findByText('Phiếu này lập thay phiếu PX-2026-000070 đã hủy, theo giá hôm nay.'),
    ).toBeVisible();
    expect(quantity(1)).toHaveValue('3');
    expect(item(2)).toHaveValue('');
    await page.user.type(quantity(1), '{Backspace}4');
    await post(page);
    await waitFor(() => expect(page.router.state.location.pathname).toBe('/phieu-xuat/75'));
    expect(
      page.sent.find(({ operation }) => operation === 'CreateIssue')?.variables['input'],
    ).toMatchObject({
      agencyId: '4',
      replacesId: '70',
      note: 'Giao sáng',
      items: [{ itemId: '11', quantity: '4' }],
    });
  });

  it('of another agency stands for none', async () => {
    const other = { ...agency, id: '5', code: 'DL0005', name: 'Đại lý Minh Phát' };
    const page = show(<IssueForm />, {
      address: '/phieu-xuat/new?thay=70',
      answers: {
        ...answers,
        PickAgencies: () => ({
          searchAgencies: { __typename: 'AgencyConnection', nodes: [other] },
        }),
        IssueAgain: () => cancelled,
        CreateIssue: () => posted,
      },
    });
    await page.user.clear(await screen.findByLabelText('Đại lý'));
    await page.user.type(screen.getByLabelText('Đại lý'), 'minh{Enter}');
    await waitFor(() => expect(item(1)).toHaveFocus());
    expect(screen.queryByText(/lập thay phiếu/)).toBeNull();
    await post(page);
    await waitFor(() =>
      expect(page.sent.some(({ operation }) => operation === 'CreateIssue')).toBe(true),
    );
    expect(
      page.sent.find(({ operation }) => operation === 'CreateIssue')?.variables['input'],
    ).not.toHaveProperty('replacesId');
  });
});

describe('another price than that of the rule', () => {
  const manager = {
    user: { ...salesSession.user, scopes: [...salesSession.user.scopes, 'price:override'] },
  };
  const openAs = (session: typeof salesSession, more: Answers = {}) =>
    show(<IssueForm />, { address: '/phieu-xuat/new', session, answers: { ...answers, ...more } });

  it('is named with a reason by whoever may, and counts in the total', async () => {
    const page = openAs(manager, { CreateIssue: () => posted });
    await typeSlip(page);
    await page.user.click(screen.getByRole('button', { name: 'Bán giá khác, dòng 1' }));
    await waitFor(() => expect(screen.getByLabelText('Giá bán')).toHaveFocus());
    expect(screen.getByText('Theo quy định 351.900 ₫')).toBeVisible();
    await page.user.keyboard('340000');
    await waitFor(() => expect(screen.getByTestId('live-total')).toHaveTextContent('1.020.000 ₫'));
    await page.user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText('Chưa nhập.')).toBeVisible();
    await page.user.type(screen.getByLabelText('Lý do'), 'Hàng cận ngày');
    await post(page);
    await waitFor(() => expect(page.router.state.location.pathname).toBe('/phieu-xuat/75'));
    expect(
      page.sent.find(({ operation }) => operation === 'CreateIssue')?.variables['input'],
    ).toMatchObject({ prices: [{ itemId: '11', unitPrice: '340000', reason: 'Hàng cận ngày' }] });
  });

  it('is refused at its field, and given up again', async () => {
    const page = openAs(manager, {
      CreateIssue: () => {
        throw new Refused('VALIDATION_ERROR', {
          fields: [{ path: 'prices.0.unit_price', reason: 'too_large', value: '9999999999' }],
        });
      },
    });
    await typeSlip(page);
    await page.user.click(screen.getByRole('button', { name: 'Bán giá khác, dòng 1' }));
    await page.user.type(screen.getByLabelText('Giá bán'), '9999999999');
    await page.user.type(screen.getByLabelText('Lý do'), 'nhầm');
    await post(page);
    expect(await screen.findByText('Số quá lớn.')).toBeVisible();
    await page.user.click(await screen.findByRole('button', { name: 'Lấy giá quy định' }));
    expect(screen.getByTestId('live-total')).toHaveTextContent('1.055.700 ₫');
    expect(screen.queryByLabelText('Giá bán')).toBeNull();
  });

  it('is not offered to others', async () => {
    await typeSlip(openAs(salesSession));
    expect(screen.queryByRole('button', { name: /Bán giá khác/ })).toBeNull();
  });
});
