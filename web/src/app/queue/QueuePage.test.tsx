import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { salesSession, show } from '../../test_render.tsx';
import type { Answers } from '../../test_render.tsx';
import { QueueCount } from './QueueCount.tsx';
import { QueuePage } from './QueuePage.tsx';

const person = (...scopes: string[]) => ({ user: { ...salesSession.user, scopes } });
const manager = person(
  'agency:read',
  'inventory:read',
  'inventory:write',
  'finance:read',
  'agency:approve',
  'return:confirm',
  'slip:cancel',
);
const count = (countUpTo: number) => ({ __typename: 'Connection', countUpTo });
const none = { __typename: 'Connection', totalCount: 0, nodes: [] };
const answers: Answers = {
  QueueCounts: ({ requests, registrations, returns, adjustments, cash }) => ({
    ...(requests ? { requestsToDecide: count(0) } : {}),
    ...(registrations ? { agenciesToApprove: count(2) } : {}),
    ...(returns ? { issueReturns: count(1) } : {}),
    ...(adjustments ? { adjustments: count(101) } : {}),
    ...(cash ? { cashInHand: count(3) } : {}),
  }),
  RequestQueue: () => ({ requestsToDecide: none }),
  RegistrationQueue: () => ({
    agenciesToApprove: {
      __typename: 'Connection',
      totalCount: 1,
      nodes: [
        {
          __typename: 'Agency',
          id: '9',
          code: 'DL0009',
          name: 'Tạp hóa Mới',
          status: 'pending',
          phone: '0900 000 009',
          agencyType: { __typename: 'AgencyType', id: '1', name: 'Cấp 1' },
          district: {
            __typename: 'District',
            id: '1',
            name: 'Quận 1',
            memberCount: '4',
            capInForce: '4',
          },
          debtAmount: '0',
          debtLimit: '10000000',
          isNearLimit: false,
          address: null,
          ward: null,
          email: null,
          taxCode: null,
          representative: null,
          receptionDate: '2026-11-30',
          ownCode: null,
          agencyStatusChanges: { nodes: [] },
          version: '3',
          overDebtLimitBy: '0',
          ownDebtLimit: null,
          agencyDebtLimitChanges: { nodes: [] },
          ownDebtLimitUntil: null,
          paymentTermDays: null,
          blockOverdueDays: null,
          maxOpenSlips: null,
          createdAt: new Date().toISOString(),
          isSelfRegistered: true,
        },
      ],
    },
  }),
};
const open = (session: ReturnType<typeof person>, address = '/cho-duyet', more: Answers = {}) =>
  show(<QueuePage />, { address, session, answers: { ...answers, ...more } });
const tabs = async () =>
  within(await screen.findByRole('navigation', { name: 'Chờ duyệt' })).getAllByRole('link');

describe('the page of what waits', () => {
  it('has a tab for each kind of work of the person, with how much waits', async () => {
    open(manager);
    await waitFor(async () =>
      expect((await tabs()).map((tab) => tab.textContent?.trim())).toEqual([
        'Yêu cầu đặt hàng 0',
        'Đăng ký đại lý 2',
        'Trả hàng 1',
        'Điều chỉnh nợ 99+',
      ]),
    );
  });

  it('opens with the first kind that waits, or with the one in the address', async () => {
    open(manager);
    expect(await screen.findByText('Tạp hóa Mới', { selector: 'h2' })).toBeVisible();
  });

  it('says what approving would be refused for, and rejects in the version that was read', async () => {
    const { user, sent } = open(manager, '/cho-duyet?viec=registrations', {
      RejectAgency: () => ({
        rejectAgency: { agency: { __typename: 'Agency', id: '9', status: 'rejected' } },
      }),
    });
    const list = within(await screen.findByRole('list', { name: 'Đăng ký đại lý' }));
    expect(list.getByText('Quận 1 đã đủ 4 đại lý, đang có 4')).toBeVisible();
    await user.keyboard('t');
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText('Lý do'), 'Hết chỗ');
    await user.click(dialog.getByRole('button', { name: 'Từ chối' }));
    expect(await screen.findByText('Tạp hóa Mới: đã quyết định.')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'RejectAgency')?.variables['input'],
    ).toMatchObject({ agencyId: '9', reason: 'Hết chỗ', version: '3' });
  });

  it('asks only for what somebody may decide on', async () => {
    const { sent } = open(person('inventory:read', 'return:confirm'));
    await waitFor(() =>
      expect(sent.find(({ operation }) => operation === 'QueueCounts')?.variables).toEqual({
        requests: false,
        registrations: false,
        returns: true,
        adjustments: false,
        cash: false,
      }),
    );
  });
});

describe('the menu', () => {
  it('says how much waits, and nothing when nothing does', async () => {
    const menu = show(<QueueCount />, { session: manager, answers });
    expect(await screen.findByText('99+')).toBeVisible();
    expect(screen.getByText('104 việc chờ')).toBeInTheDocument();
    menu.unmount();
    const { sent } = show(<QueueCount />, {
      session: person('inventory:write'),
      answers,
    });
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(screen.queryByText(/việc chờ/)).toBeNull();
  });
});
