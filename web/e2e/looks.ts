import { expect } from 'vitest';
import type { Visitor } from './visitor.ts';

/** Both sizes in both themes. */
export const looks = [
  { name: 'desktop-light', isDark: false, isPhone: false },
  { name: 'desktop-dark', isDark: true, isPhone: false },
  { name: 'phone-light', isDark: false, isPhone: true },
  { name: 'phone-dark', isDark: true, isPhone: true },
];

/** A picture of the page, which fits its screen and breaks no rule of accessibility. */
export async function inspect(guest: Visitor, name: string) {
  await guest.shot(name);
  const isWide = await guest.page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(isWide, `${name} scrolls sideways`).toBe(false);
  expect(await guest.axe(), name).toEqual([]);
}
