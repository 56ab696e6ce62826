import { expect, test } from 'vitest';
import { passwordProblem } from '../auth/password_rules.ts';
import { ARGON2, hashPassword, isOutdated, passwordMatches } from '../../platform/passwords.ts';

const person = { email: 'nguyen.van.ban@sodaily.test', fullName: 'Nguyễn Văn Bán' };

test.each([
  ['daily-2026', 'too_short'],
  ['😀'.repeat(11), 'too_short'],
  ['một câu dài '.repeat(17), 'too_long'],
  ['1qaz2wsx3edc', 'too_common'],
  ['1QAZ2wsx3EDC', 'too_common'],
  ['Password2026!', 'too_common'],
  ['123456789012', 'too_common'],
  ['dragondragon', 'too_common'],
  ['aaaaaaaaaaaaaa', 'too_common'],
  ['xyxyxyxyxyxyx', 'too_common'],
  ['SoDaiLy-2026!', 'too_common'],
  ['Sổ Đại Lý 2026', 'too_common'],
  ['nguyen.van.ban@sodaily.test', 'is_own_name'],
  ['Nguyen.Van.Ban', 'is_own_name'],
  ['nguyễn văn bán', 'is_own_name'],
])('%s is refused: %s', (password, reason) => {
  expect(passwordProblem(password, person)).toBe(reason);
});

test.each([
  'con trâu đi trước cái cày',
  'xanh-vỏ-đỏ-lòng',
  'zmqkwpvlrtya',
  'dragon 8301 7264 0937 5518',
  'a'.repeat(11) + 'bcdefg',
  'một câu dài '.repeat(16),
  '😀🐃🌾🚜🏡📒🧮🍚🐟🥬🌶️🍜',
])('%s is fine: no kind of character is asked for', (password) => {
  expect(passwordProblem(password, person)).toBeUndefined();
});

test('a password is the same whichever way the keyboard writes its accents', async () => {
  const stored = await hashPassword('con trâu đi trước'.normalize('NFD'));

  expect(await passwordMatches(stored, 'con trâu đi trước'.normalize('NFC'))).toBe(true);
  expect(await passwordMatches(stored, 'con trau di truoc')).toBe(false);
});

test("a hash of other parameters is outdated, one of today's is not", async () => {
  expect(isOutdated(await hashPassword('con trâu đi trước'))).toBe(false);
  expect(isOutdated(`$argon2id$v=19$m=${ARGON2.memoryCost},t=1,p=1$abc$def`)).toBe(true);
});
