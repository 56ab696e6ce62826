import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { MoneyInput } from './MoneyInput.tsx';

function Sample({ start = '' }: { start?: string }) {
  const [value, setValue] = useState(start);
  return (
    <>
      <MoneyInput label="Trả ngay" value={value} onChange={setValue} />
      <output>{value}</output>
    </>
  );
}

const field = () => screen.getByLabelText<HTMLInputElement>('Trả ngay');

describe('a money field', () => {
  it('groups thousands while typing and hands on digits', async () => {
    render(<Sample />);
    await userEvent.type(field(), '1234567');
    expect(field()).toHaveValue('1.234.567');
    expect(screen.getByRole('status')).toHaveTextContent('1234567');
  });

  it('takes a pasted amount with dots', async () => {
    render(<Sample />);
    await userEvent.click(field());
    await userEvent.paste('2.092.800.000 ₫');
    expect(field()).toHaveValue('2.092.800.000');
  });

  it('keeps the caret behind the digit just typed', async () => {
    render(<Sample start="1234567" />);
    await userEvent.click(field());
    field().setSelectionRange(1, 1);
    await userEvent.keyboard('9');
    expect(field()).toHaveValue('19.234.567');
    expect(field().selectionStart).toBe(2);
  });
});
