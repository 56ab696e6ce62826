import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Pager } from './Pager.tsx';

const pages = {
  after: null,
  isFirst: true,
  skipped: 0,
  goOn: () => undefined,
  goBack: () => undefined,
};
const page = (total: number, shown: number, skipped = 0) =>
  render(<Pager pages={{ ...pages, skipped }} total={total} shown={shown} next="on" />);

describe('the foot of a list', () => {
  it('says which rows these are, of how many', () => {
    page(137, 25, 25);
    expect(screen.getByText('26–50 trong 137')).toBeVisible();
  });

  it('says that there are more than were counted', () => {
    page(1001, 25);
    expect(screen.getByText('1–25 trong hơn 1.000')).toBeVisible();
  });

  it('tells a thousand exactly', () => {
    page(1000, 25);
    expect(screen.getByText('1–25 trong 1.000')).toBeVisible();
  });
});
