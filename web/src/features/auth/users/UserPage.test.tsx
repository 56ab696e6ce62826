import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, salesSession, show } from '../../../test_render.tsx';
import type { Answers } from '../../../test_render.tsx';
import { UserPage } from './UserPage.tsx';

const person = (facts = {}) => ({
  __typename: 'UserEntry',
  id: '2',
  email: 'mai@sodaily.test',
  fullName: 'Lê Thị Mai',
  phone: null,
  locale: 'vi',
  isActive: true,
  inactiveReason: null,
  roleCodes: ['sales'],
  agencyIds: ['3'],
  isSecondFactorOn: false,
  isSecondFactorRequired: false,
  lastSignedInAt: null,
  version: '4',
  ...facts,
});
const role = (id: string, code: string, nameVi: string, scopes: string[]) => ({
  __typename: 'RoleEntry',
  id,
  code,
  nameVi,
  nameEn: code,
  databaseRole: 'sodaily_staff',
  isBuiltin: true,
  isSecondFactorRequired: code === 'admin',
  scopes,
  version: '1',
});
const roles = {
  listRoles: {
    __typename: 'C',
    nodes: [
      role('1', 'admin', 'Quản trị', ['user:write', 'report:read']),
      role('2', 'sales', 'Kinh doanh', ['report:read']),
    ],
  },
  listPermissions: {
    __typename: 'C',
    nodes: [
      ['report:read', 'Xem báo cáo'],
      ['user:write', 'Quản lý người dùng'],
    ].map(([code, descriptionVi]) => ({
      __typename: 'P',
      code,
      descriptionVi,
      descriptionEn: code,
    })),
  },
};
const users = (...nodes: object[]) => ({
  searchUsers: {
    __typename: 'C',
    totalCount: nodes.length,
    pageInfo: { __typename: 'P', hasNextPage: false, endCursor: null },
    nodes,
  },
});
const session = (...scopes: string[]) => ({ user: { ...salesSession.user, scopes } });

function open(answers: Answers = {}, who = session('user:read', 'user:write')) {
  return show(<UserPage />, {
    address: '/nguoi-dung',
    session: who,
    answers: { UserList: () => users(person()), RoleList: () => roles, ...answers },
  });
}
const acted = (field: string) => ({ [field]: { user: { __typename: 'UserEntry', id: '2' } } });

describe('people and roles', () => {
  it('stand with their roles and agencies; a matrix shows what each role allows', async () => {
    open({}, session('user:read'));
    expect(await screen.findByText('Lê Thị Mai')).toBeVisible();
    expect(screen.getByText('1 đại lý')).toBeVisible();
    const row = within(await screen.findByRole('row', { name: /Quản lý người dùng/ }));
    expect(row.getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['Có', 'Không']);
    expect(screen.queryByRole('button', { name: /Thêm|Sửa|Ngừng/ })).toBeNull();
  });
});

describe('an account', () => {
  it('is ended with a reason, and the last administrator is refused in words', async () => {
    const { user, sent } = open({
      DeactivateUser: () => {
        throw new Refused('LAST_ADMIN');
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Ngừng: Lê Thị Mai' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText(/Phiên làm việc kết thúc ngay/)).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Ngừng' }));
    expect(dialog.getByText('Chưa nhập.')).toBeVisible();
    await user.type(dialog.getByLabelText('Lý do'), 'Nghỉ việc');
    await user.click(dialog.getByRole('button', { name: 'Ngừng' }));
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'Phải luôn còn ít nhất một quản trị',
    );
    expect(dialog.getByLabelText('Lý do')).toHaveValue('Nghỉ việc');
    expect(
      sent.find(({ operation }) => operation === 'DeactivateUser')?.variables['input'],
    ).toMatchObject({ userId: '2', version: '4', reason: 'Nghỉ việc' });
  });

  it('gets no rights beyond those of whoever grants them', async () => {
    const { user, sent } = open({
      SetUserRoles: () => {
        throw new Refused('GRANT_BEYOND_OWN');
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Vai trò: Lê Thị Mai' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.click(await dialog.findByRole('checkbox', { name: 'Quản trị' }));
    await user.click(dialog.getByRole('button', { name: 'Lưu vai trò' }));
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'Việc này động đến quyền mà chính bạn không có',
    );
    expect(dialog.getByRole('checkbox', { name: 'Quản trị' })).toBeChecked();
    expect(
      sent.find(({ operation }) => operation === 'SetUserRoles')?.variables['input'],
    ).toMatchObject({ roleCodes: ['sales', 'admin'], version: '4' });
  });

  it('is added with its roles, and says that it has no password', async () => {
    const { user, sent } = open({
      CreateUser: (_, call) => {
        if (call === 0)
          throw new Refused('VALIDATION_ERROR', { fields: [{ path: 'email', reason: 'taken' }] });
        return acted('createUser');
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Thêm người dùng' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.type(dialog.getByLabelText('Họ tên'), 'Phạm An');
    await user.type(dialog.getByLabelText('E-mail'), 'an@sodaily.test');
    await user.click(await dialog.findByRole('checkbox', { name: 'Kinh doanh' }));
    await user.click(dialog.getByRole('button', { name: 'Thêm người dùng' }));
    expect(await dialog.findByText('Đã có rồi.')).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Thêm người dùng' }));
    expect(await screen.findByText('Đã lưu Phạm An')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'CreateUser')?.variables['input'],
    ).toMatchObject({
      fullName: 'Phạm An',
      email: 'an@sodaily.test',
      roleCodes: ['sales'],
      agencyIds: [],
      phone: null,
    });
  });

  it('is given back with its reason told', async () => {
    const { user, sent } = open({
      UserList: () => users(person({ isActive: false, inactiveReason: 'Nghỉ thai sản' })),
      ReactivateUser: () => acted('reactivateUser'),
    });
    await user.click(await screen.findByRole('button', { name: 'Cho làm lại: Lê Thị Mai' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText(/Nghỉ thai sản/)).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Cho làm lại' }));
    expect(await screen.findByText('Lê Thị Mai làm việc lại được')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'ReactivateUser')?.variables['input'],
    ).toMatchObject({ userId: '2', version: '4' });
  });
});

describe('a role', () => {
  it('is edited with the version that was read', async () => {
    const { user, sent } = open({
      UpdateRole: () => ({ updateRole: { role: { __typename: 'RoleEntry', id: '2' } } }),
    });
    await user.click(await screen.findByRole('button', { name: 'Sửa vai trò Kinh doanh' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('checkbox', { name: 'Quản lý người dùng' }));
    await user.click(dialog.getByRole('button', { name: 'Lưu' }));
    expect(await screen.findByText('Đã lưu vai trò Kinh doanh')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'UpdateRole')?.variables['input'],
    ).toMatchObject({ roleId: '2', version: '1', scopes: ['report:read', 'user:write'] });
  });

  it('asks for a second factor from the moment an administrator says so', async () => {
    const { user, sent } = open({
      SetRoleSecondFactor: () => ({
        setRoleSecondFactor: { role: { __typename: 'RoleEntry', id: '2' } },
      }),
    });
    // Administrators keep it once it is on.
    expect(
      await screen.findByRole('switch', { name: 'Bắt buộc xác thực hai bước: Quản trị' }),
    ).toBeDisabled();
    await user.click(
      screen.getByRole('switch', { name: 'Bắt buộc xác thực hai bước: Kinh doanh' }),
    );
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText(/phải bật ngay ở thao tác tới/)).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Bắt buộc' }));
    expect(await screen.findByText('Đã lưu vai trò Kinh doanh')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'SetRoleSecondFactor')?.variables['input'],
    ).toMatchObject({ roleId: '2', version: '1', isRequired: true });
  });
});

describe('a second factor', () => {
  it('is seen beside each person, and missing where a role asks for it', async () => {
    open({
      UserList: () =>
        users(
          person({
            isSecondFactorOn: true,
            lastSignedInAt: new Date(Date.now() - 300_000).toISOString(),
          }),
          person({ id: '4', fullName: 'Võ An', isSecondFactorRequired: true }),
        ),
    });
    expect(
      within(await screen.findByRole('row', { name: /Lê Thị Mai/ })).getByText('Hai bước'),
    ).toBeVisible();
    expect(
      within(screen.getByRole('row', { name: /Lê Thị Mai/ })).getByText(
        'Vào lần cuối: 5 phút trước',
      ),
    ).toBeVisible();
    expect(
      within(screen.getByRole('row', { name: /Võ An/ })).getByText('Bắt buộc, chưa bật'),
    ).toBeVisible();
  });

  it('is taken off from another person, with a reason; never from oneself here', async () => {
    const { user, sent } = open({
      UserList: () =>
        users(
          person({ isSecondFactorOn: true }),
          person({ id: salesSession.user.id, fullName: 'Chính Tôi', isSecondFactorOn: true }),
        ),
      ResetSecondFactor: () => acted('resetSecondFactor'),
    });
    await user.click(await screen.findByRole('button', { name: 'Gỡ hai bước: Lê Thị Mai' }));
    expect(
      screen.queryByRole('button', { name: 'Gỡ hai bước: Chính Tôi', hidden: true }),
    ).toBeNull();
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText(/Mọi phiên của người này kết thúc ngay/)).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Gỡ xác thực hai bước' }));
    expect(dialog.getByText('Chưa nhập.')).toBeVisible();
    await user.type(dialog.getByLabelText('Lý do'), 'Mất điện thoại, đã gọi xác nhận');
    await user.click(dialog.getByRole('button', { name: 'Gỡ xác thực hai bước' }));
    expect(await screen.findByText('Đã gỡ xác thực hai bước của Lê Thị Mai')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'ResetSecondFactor')?.variables['input'],
    ).toMatchObject({ userId: '2', version: '4', reason: 'Mất điện thoại, đã gọi xác nhận' });
  });
});
