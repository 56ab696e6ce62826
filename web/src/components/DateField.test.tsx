import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { i18n } from '../lib/i18n.ts';
import { AppTheme } from './AppTheme.tsx';
import { DateField } from './DateField.tsx';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-29T03:00:00Z') });
});
afterEach(async () => {
  vi.useRealTimers();
  await i18n.changeLanguage('vi');
});

function open(
  start = '2026-11-29',
  more: { min?: string; max?: string; isDocumentDate?: boolean } = {},
) {
  const heard: [string, boolean][] = [];
  const onEnter = vi.fn<() => void>();
  function Page() {
    const [day, setDay] = useState(start);
    return (
      <>
        <DateField
          {...more}
          label="Ngày lập"
          value={day}
          onEnter={onEnter}
          onChange={(next, isReadable) => {
            heard.push([next, isReadable]);
            setDay(next);
          }}
        />
        <button type="button" onClick={() => setDay('2026-11-01')}>
          Ngày khác
        </button>
      </>
    );
  }
  render(
    <AppTheme>
      <Page />
    </AppTheme>,
  );
  return { user: userEvent.setup(), heard, onEnter, field: screen.getByLabelText('Ngày lập') };
}

describe('a date field', () => {
  it.each(['vi', 'en'])('shows dd/mm/yyyy in %s', async (language) => {
    await i18n.changeLanguage(language);
    expect(open('2026-11-09').field).toHaveValue('09/11/2026');
  });

  it('takes a short date over the one that is there, and writes it out on the way on', async () => {
    const { user, heard, onEnter, field } = open();
    await user.tab();
    await user.keyboard('0102');
    expect(heard.at(-1)).toEqual(['2026-02-01', true]);
    expect(field).toHaveValue('0102');
    await user.keyboard('{Enter}');
    expect(field).toHaveValue('01/02/2026');
    expect(onEnter).toHaveBeenCalledOnce();
  });

  it('refuses the code of an item: it stays visible, the form has no date, Enter does not go on', async () => {
    const { user, heard, onEnter, field } = open();
    await user.tab();
    await user.keyboard('MH009');
    expect(screen.getByText('Ngày chỉ gồm số, như 2911 hoặc 29/11; h là hôm nay.')).toBeVisible();
    await user.keyboard('{Enter}');
    expect(field).toHaveValue('MH009');
    expect(field).toBeInvalid();
    expect(field).toHaveAccessibleDescription(/^Ngày chỉ gồm số/);
    expect(heard.at(-1)).toEqual(['', false]);
    expect(onEnter).not.toHaveBeenCalled();
    await user.tab();
    expect(field).toHaveValue('MH009');
  });

  it('refuses a bar code, and the next thing typed replaces it', async () => {
    const { user, heard, field } = open();
    await user.tab();
    await user.keyboard('8934588012228{Enter}');
    expect(screen.getByText('Quá 8 chữ số, đây không phải là ngày.')).toBeVisible();
    await user.keyboard('-1{Enter}');
    expect(field).toHaveValue('28/11/2026');
    expect(field).toBeValid();
    expect(heard.at(-1)).toEqual(['2026-11-28', true]);
  });

  it('says that a date is not finished only once it is left', async () => {
    const { user, field } = open();
    await user.tab();
    await user.keyboard('29');
    expect(field).toBeValid();
    await user.tab();
    expect(screen.getByText('Chưa thành ngày. Gõ như 2911 hoặc 29/11/2026.')).toBeVisible();
  });

  it('keeps to its bounds', async () => {
    const { user, field } = open('', { min: '2026-11-29' });
    await user.tab();
    await user.keyboard('28112026{Enter}');
    expect(screen.getByText('Không được trước 29/11/2026.')).toBeVisible();
    await user.keyboard('0101{Enter}');
    expect(field).toHaveValue('01/01/2027');
  });

  it('emptied is no date, which is no fault of its own', async () => {
    const { user, heard, field } = open();
    await user.clear(field);
    await user.tab();
    expect(heard.at(-1)).toEqual(['', true]);
    expect(field).toBeValid();
  });

  it('shows another date when the page has one', async () => {
    const { user, field } = open();
    await user.tab();
    await user.keyboard('x');
    await user.click(screen.getByRole('button', { name: 'Ngày khác' }));
    expect(field).toHaveValue('01/11/2026');
  });

  it('of a document says how far it goes back, and nothing of today', async () => {
    const { user } = open('2026-11-29', { isDocumentDate: true });
    expect(screen.queryByText(/Lùi ngày/)).toBeNull();
    await user.tab();
    await user.keyboard('1510');
    expect(screen.getByText('Lùi ngày 45 ngày')).toBeVisible();
    await user.keyboard('2026x');
    expect(screen.queryByText(/Lùi ngày/)).toBeNull();
  });

  it('of a list says nothing of days that are past', () => {
    open('2026-10-15');
    expect(screen.queryByText(/Lùi ngày/)).toBeNull();
  });

  it('takes a day from the calendar', async () => {
    const picker = vi.fn<() => void>();
    HTMLInputElement.prototype.showPicker = picker;
    const { user } = open();
    await user.click(screen.getByRole('button', { name: 'Mở lịch' }));
    expect(picker).toHaveBeenCalledOnce();
  });
});

describe('a form with a date', () => {
  function Form({ send }: { send(day: string): void }) {
    const form = useForm({ defaultValues: { day: '2026-11-29' } });
    return (
      <form
        onSubmit={(event) => {
          void form.handleSubmit(({ day }) => send(day))(event);
        }}
      >
        <Controller
          control={form.control}
          name="day"
          rules={{ required: 'required' }}
          render={({ field, fieldState }) => (
            <DateField
              label="Ngày lập"
              value={field.value}
              inputRef={field.ref}
              onBlur={field.onBlur}
              onChange={field.onChange}
              error={fieldState.error && 'Chưa nhập.'}
            />
          )}
        />
        <button type="submit">Lập phiếu</button>
      </form>
    );
  }

  it('is not sent while the date is none, and goes back to it', async () => {
    const send = vi.fn<(day: string) => void>();
    const user = userEvent.setup();
    render(
      <AppTheme>
        <Form send={send} />
      </AppTheme>,
    );
    await user.tab();
    await user.keyboard('MH009{Enter}');
    await user.click(screen.getByRole('button', { name: 'Lập phiếu' }));
    expect(send).not.toHaveBeenCalled();
    expect(screen.getByLabelText('Ngày lập')).toHaveFocus();
    expect(screen.getByText(/^Ngày chỉ gồm số/)).toBeVisible();
    await user.keyboard('2811{Enter}');
    expect(send).toHaveBeenCalledExactlyOnceWith('2026-11-28');
  });
});
