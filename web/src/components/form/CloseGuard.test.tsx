import { screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { show } from '../../test_render.tsx';
import { ActDialog } from './ActDialog.tsx';
import { FormDialog } from './FormDialog.tsx';
import { FormField } from './FormField.tsx';
import { useCommandForm } from './use_command_form.ts';

function UnitDialog({ onClose }: { onClose(): void }) {
  const state = useCommandForm({
    saved: { name: 'Thùng' },
    send: () => Promise.resolve(),
    onSent: onClose,
  });
  return (
    <FormDialog of={state} title="Đơn vị" verb="Lưu" onClose={onClose}>
      <FormField of={state} name="name" label="Tên" takesFocus />
    </FormDialog>
  );
}

const RejectDialog = ({ onClose }: { onClose(): void }) => (
  <ActDialog
    title="Từ chối"
    verb="Từ chối"
    hasReason
    act={() => Promise.resolve()}
    onChanged={onClose}
    onClose={onClose}
  />
);

/** A page with one dialog over it. */
function open(Shown: typeof UnitDialog) {
  function Page() {
    const [isOpen, setOpen] = useState(true);
    return isOpen ? <Shown onClose={() => setOpen(false)} /> : <p>Đã đóng</p>;
  }
  return show(<Page />);
}

const question = () => screen.findByRole('dialog', { name: 'Bỏ nội dung đang nhập?' });

describe('a dialog', () => {
  it('is closed at once by Esc while nothing is typed in it', async () => {
    const { user } = open(UnitDialog);
    await user.click(screen.getByLabelText('Tên'));
    await user.keyboard('{Escape}');
    expect(await screen.findByText('Đã đóng')).toBeVisible();
  });

  it('asks before Esc loses what was typed, and keeps it when one stays', async () => {
    const { user } = open(UnitDialog);
    await user.type(screen.getByLabelText('Tên'), ' lớn');
    await user.keyboard('{Escape}');
    await user.click(within(await question()).getByRole('button', { name: 'Nhập tiếp' }));
    await waitFor(() => expect(screen.getAllByRole('dialog')).toHaveLength(1));
    expect(screen.getByLabelText('Tên')).toHaveValue('Thùng lớn');
    await user.click(screen.getByRole('button', { name: 'Quay lại' }));
    await user.click(within(await question()).getByRole('button', { name: 'Bỏ' }));
    expect(await screen.findByText('Đã đóng')).toBeVisible();
  });

  it('asks the same before a reason is lost, and not when it was sent', async () => {
    const { user } = open(RejectDialog);
    await user.type(screen.getByLabelText('Lý do'), 'Hết hàng');
    await user.keyboard('{Escape}');
    await user.click(within(await question()).getByRole('button', { name: 'Nhập tiếp' }));
    await waitFor(() => expect(screen.getAllByRole('dialog')).toHaveLength(1));
    await user.click(screen.getByRole('button', { name: 'Từ chối' }));
    expect(await screen.findByText('Đã đóng')).toBeVisible();
  });
});
