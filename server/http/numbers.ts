/** Far more than any rule allows, and so little that working with it costs nothing. */
const MAX_LETTERS = 60;
/** 1e131000 is eight letters and a number of 131,000 digits. */
const HUGE_EXPONENT = /e[+-]?\d{3}/i;

/** A number that nobody may bring in, whatever the rules say of its size. */
export const isMonster = (written: string): boolean =>
  written.length > MAX_LETTERS || HUGE_EXPONENT.test(written);
