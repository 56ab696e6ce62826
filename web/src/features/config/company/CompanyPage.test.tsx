import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import { CompanyPage } from './CompanyPage.tsx';

const profile = (version: string, facts = {}) => ({
  __typename: 'CompanyProfile',
  id: version,
  version,
  name: 'Công ty Đại Phát',
  address: '128 Kinh Dương Vương',
  taxCode: '0312345670',
  phone: null,
  email: null,
  signingPlace: null,
  bankBin: null,
  bankAccount: null,
  bankHolder: null,
  representative: null,
  representativeTitle: null,
  authorTitle: null,
  keeperTitle: null,
  cashierTitle: null,
  approverTitle: null,
  logo: null,
  ...facts,
});
const company = (now: ReturnType<typeof profile> | null) => ({
  currentCompanyProfile: now,
  banks: {
    __typename: 'C',
    nodes: [
      { __typename: 'Bank', bin: '970405', shortName: 'Agribank', name: 'Ngân hàng Nông nghiệp' },
      { __typename: 'Bank', bin: '970436', shortName: 'Vietcombank', name: 'Ngoại thương' },
    ],
  },
  companyProfiles: {
    __typename: 'C',
    nodes: now
      ? [
          {
            __typename: 'CompanyProfile',
            id: now.id,
            version: now.version,
            name: now.name,
            createdAt: '2026-11-22T03:00:00Z',
            createdByName: 'Trần Quản Trị',
          },
        ]
      : [],
  },
});
const who = (...scopes: string[]) => ({ user: { ...salesSession.user, scopes } });

const open = (answers: Answers, session = who('config:read', 'config:write')) =>
  show(<CompanyPage />, { address: '/cong-ty', session, answers });

describe('the profile of the company', () => {
  it('is written for the first time with a bank account, and says what was saved', async () => {
    const { user, sent } = open({
      Company: (_, call) => company(call === 0 ? null : profile('1')),
      UpdateCompanyProfile: () => ({
        updateCompanyProfile: {
          __typename: 'UpdateCompanyProfilePayload',
          companyProfile: { __typename: 'CompanyProfile', id: '1', version: '1' },
        },
      }),
    });
    expect(await screen.findByText(/^Chưa khai hồ sơ công ty/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Lưu hồ sơ' }));
    expect(screen.getByText('Chưa nhập.')).toBeVisible();
    await user.type(screen.getByLabelText('Tên đầy đủ'), ' Công ty Đại Phát ');
    await user.click(screen.getByLabelText(/^Ngân hàng/));
    await user.click(screen.getByRole('option', { name: 'Vietcombank · Ngoại thương' }));
    await user.type(screen.getByLabelText(/^Số tài khoản/), '0071 000 123456');
    await user.click(screen.getByRole('button', { name: 'Lưu hồ sơ' }));
    expect(await screen.findByText('Đã lưu hồ sơ công ty')).toBeVisible();
    expect(screen.getByText('Phiếu in từ bây giờ theo bản 1.')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'UpdateCompanyProfile')?.variables['input'],
    ).toMatchObject({
      version: null,
      name: 'Công ty Đại Phát',
      bankBin: '970436',
      bankAccount: '0071 000 123456',
      address: null,
    });
    expect(await screen.findByText(/^Bản 1 · Trần Quản Trị · 22\/11\/2026/)).toBeVisible();
  });

  it('marks what the server refuses, at its field', async () => {
    const { user } = open({
      Company: () => company(profile('3')),
      UpdateCompanyProfile: () => {
        throw new Refused('VALIDATION_ERROR', {
          fields: [{ path: 'tax_code', reason: 'malformed', value: '123' }],
        });
      },
    });
    const taxCode = await screen.findByLabelText(/^Mã số thuế/);
    await user.clear(taxCode);
    await user.type(taxCode, '123');
    await user.click(screen.getByRole('button', { name: 'Lưu hồ sơ' }));
    expect(await screen.findByText('Chưa đúng dạng.')).toBeVisible();
    await waitFor(() => expect(taxCode).toHaveFocus());
  });

  it('is read, and not edited, by those who may only read settings', async () => {
    open({ Company: () => company(profile('3')) }, who('config:read'));
    expect(await screen.findByLabelText('Tên đầy đủ')).toBeDisabled();
    expect(screen.queryByRole('button', { name: 'Lưu hồ sơ' })).toBeNull();
    expect(screen.getByText('Chỉ người quản trị sửa được hồ sơ này.')).toBeVisible();
  });
});
