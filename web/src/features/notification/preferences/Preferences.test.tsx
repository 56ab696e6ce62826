import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { show } from '../../../test_render.tsx';
import { Preferences } from './Preferences.tsx';

const preference = (kind: string, nameVi: string, isInApp = true, isOptional = true) => ({
  __typename: 'PreferenceEntry',
  kind,
  nameVi,
  nameEn: kind,
  isOptional,
  isInApp,
  isByMail: false,
});
const list = (isInApp: boolean) => ({
  listPreferences: {
    __typename: 'C',
    nodes: [
      preference('low_stock', 'Mặt hàng sắp hết', isInApp),
      preference('sign_in_attack', 'Có người dò mật khẩu', true, false),
    ],
  },
});

describe('what a person wants to hear', () => {
  it('is switched by kind and way; what everybody must know stays', async () => {
    const { user, sent } = show(<Preferences />, {
      answers: {
        PreferenceList: (_, call) => list(call === 0),
        SetPreference: () => ({
          setPreference: {
            __typename: 'P',
            preference: preference('low_stock', 'Mặt hàng sắp hết', false),
          },
        }),
      },
    });
    const box = await screen.findByRole('checkbox', { name: 'Trong ứng dụng: Mặt hàng sắp hết' });
    expect(box).toBeChecked();
    expect(
      screen.getByRole('checkbox', { name: 'Trong ứng dụng: Có người dò mật khẩu' }),
    ).toBeDisabled();
    await user.click(box);
    expect(
      await screen.findByRole('checkbox', {
        name: 'Trong ứng dụng: Mặt hàng sắp hết',
        checked: false,
      }),
    ).toBeInTheDocument();
    expect(
      sent.find(({ operation }) => operation === 'SetPreference')?.variables['input'],
    ).toMatchObject({ kind: 'low_stock', isInApp: false, isByMail: false });
  });
});
