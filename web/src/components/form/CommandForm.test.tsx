import { screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { RefusalError } from '../../lib/http.ts';
import { show } from '../../test_render.tsx';
import { CommandRefusal } from './CommandRefusal.tsx';
import { FormField } from './FormField.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { useCommandForm } from './use_command_form.ts';
import type { Sent } from './use_command_form.ts';

const refusal = (code: string, details: Record<string, unknown> = {}) =>
  new RefusalError({ code, details, traceId: null, status: 409 });

type Send = (values: { name: string; phone: string }, sent: Sent) => Promise<void>;

function Sheet({ send }: { send: Send }) {
  const [saved, setSaved] = useState({ name: 'Hưng Thịnh', phone: '' });
  const [isDone, setDone] = useState(false);
  const state = useCommandForm({ saved, send, onSent: () => setDone(true) });
  return (
    <form onSubmit={state.submit}>
      <CommandRefusal
        of={state}
        pathOf={(id) => `/phieu/${id}`}
        onReload={() => Promise.resolve(setSaved({ name: 'Hưng Phát', phone: '' }))}
      />
      <FormField of={state} name="name" label="Tên" />
      <FormField of={state} name="phone" label="Điện thoại" isOptional />
      <button type="submit">Lưu</button>
      {isDone && <p>Đã lưu</p>}
      <LeaveGuard hasWork={state.hasWork} />
    </form>
  );
}

/** A form whose command is answered by each of these in turn: null, or what it throws. */
function open(...answers: (Error | null)[]) {
  const sent: (Sent & { name: string })[] = [];
  const page = show(
    <Sheet
      send={({ name }, with_) => {
        sent.push({ ...with_, name });
        const answer = answers[sent.length - 1];
        return answer ? Promise.reject(answer) : Promise.resolve();
      }}
    />,
    { address: '/sua' },
  );
  return { ...page, sent };
}
const save = () => screen.getByRole('button', { name: 'Lưu' });

describe('a form that sends a command', () => {
  it('asks for what is missing before the server is asked, and goes there', async () => {
    const { user, sent } = open();
    await user.clear(screen.getByLabelText('Tên'));
    await user.click(save());
    expect(await screen.findByText('Chưa nhập.')).toBeVisible();
    expect(screen.getByLabelText('Tên')).toHaveFocus();
    expect(sent).toEqual([]);
  });

  it('marks the field that was refused, goes there, and takes the mark off when it is typed in', async () => {
    const { user } = open(
      refusal('VALIDATION_ERROR', { fields: [{ path: 'phone', reason: 'malformed' }] }),
    );
    await user.click(save());
    expect(await screen.findByText('Chưa đúng dạng.')).toBeVisible();
    await waitFor(() => expect(screen.getByLabelText(/Điện thoại/)).toHaveFocus());
    await user.keyboard('0901');
    expect(screen.queryByText('Chưa đúng dạng.')).toBeNull();
  });

  it('is the same command when the answer was lost, and is never done twice', async () => {
    const { user, sent } = open(new TypeError('Failed to fetch'), null);
    await user.click(save());
    await user.click(await screen.findByRole('button', { name: 'Thử lại' }));
    expect(await screen.findByText('Đã lưu')).toBeVisible();
    expect(sent.map(({ clientKey }) => clientKey)).toEqual([
      sent[0]?.clientKey,
      sent[0]?.clientKey,
    ]);
  });

  it('whose first content was saved after all leads to it, or is sent as another command', async () => {
    const { user, sent } = open(
      new TypeError('Failed to fetch'),
      refusal('DUPLICATE_REQUEST', { result: { id: '7' } }),
      null,
    );
    await user.click(save());
    await screen.findByRole('button', { name: 'Thử lại' });
    await user.type(screen.getByLabelText('Tên'), ' Phát');
    await user.click(save());
    expect(await screen.findByRole('link', { name: 'Mở phiếu đã lập' })).toHaveAttribute(
      'href',
      '/phieu/7',
    );
    await user.click(screen.getByRole('button', { name: 'Lập thành phiếu khác' }));
    expect(await screen.findByText('Đã lưu')).toBeVisible();
    expect(new Set(sent.map(({ clientKey }) => clientKey)).size).toBe(2);
    expect(sent.at(-1)).toMatchObject({ name: 'Hưng Thịnh Phát' });
  });

  it('that somebody else was faster with keeps what was typed and shows what is new', async () => {
    const { user } = open(
      refusal('STALE_VERSION', {
        updated_by: 'Mai',
        updated_at: '2026-11-22T03:00:00Z',
      }),
    );
    await user.type(screen.getByLabelText('Tên'), ' Bạc');
    await user.click(save());
    await user.click(await screen.findByRole('button', { name: /Lấy bản mới/ }));
    expect(await screen.findByText('Bản mới: Hưng Phát')).toBeVisible();
    expect(screen.getByLabelText('Tên')).toHaveValue('Hưng Thịnh Bạc');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('is not left with something typed in it without a question, but is when it was saved', async () => {
    const { user, router } = open(null);
    await user.type(screen.getByLabelText('Tên'), ' Phát');
    void router.navigate('/dai-ly');
    await user.click(await screen.findByRole('button', { name: 'Ở lại' }));
    expect(router.state.location.pathname).toBe('/sua');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.click(save());
    await screen.findByText('Đã lưu');
    void router.navigate('/dai-ly');
    await waitFor(() => expect(router.state.location.pathname).toBe('/dai-ly'));
  });
});
