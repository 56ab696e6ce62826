import { readFileSync } from 'node:fs';

// Decided here and not in the database, because a password never gets there.
const SHORTEST = 12;
const LONGEST = 200;

/** Words of this house, which whoever attacks it tries first. */
const HOUSE = [
  'sodaily',
  'sổđạilý',
  'đạilý',
  'daily',
  'nhàphânphối',
  'nhaphanphoi',
  'congno',
  'côngnợ',
];

const common = new Set(
  readFileSync(new URL('common_passwords.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .concat(HOUSE),
);

export type PasswordProblem = 'too_short' | 'too_long' | 'too_common' | 'is_own_name';

/**
 * Why a password may not be chosen. Length and not being guessable are all that is asked for: rules
 * on kinds of characters make passwords worse (NIST SP 800-63B, 5.1.1).
 */
export function passwordProblem(
  password: string,
  person: Readonly<{ email: string; fullName: string }>,
): PasswordProblem | undefined {
  const length = [...password.normalize('NFC')].length;
  if (length < SHORTEST) return 'too_short';
  if (length > LONGEST) return 'too_long';
  const folded = fold(password);
  const [mailbox = ''] = person.email.split('@');
  if ([person.email, mailbox, person.fullName].some((name) => fold(name) === folded))
    return 'is_own_name';
  if (isCommon(folded)) return 'too_common';
  return undefined;
}

const fold = (text: string): string => text.normalize('NFC').toLowerCase().replaceAll(/\s/g, '');

/** A common password as it is, repeated, or with a few digits and signs around it. */
function isCommon(folded: string): boolean {
  const core = coreOf(folded);
  return (
    common.has(folded)
    || isRepetition(folded)
    || (core.length * 2 >= folded.length && common.has(core))
  );
}

/** What is left between the digits and signs around it. */
function coreOf(folded: string): string {
  const letters = [...folded];
  const isLetter = (letter: string) => /\p{L}/u.test(letter);
  return letters
    .slice(Math.max(letters.findIndex(isLetter), 0), letters.findLastIndex(isLetter) + 1)
    .join('');
}

/** `123456789012` begins again after `1234567890`, `aaaaaaaaaaaa` after each letter. */
function isRepetition(folded: string): boolean {
  for (let length = 1; length <= folded.length - 2; length += 1) {
    const unit = folded.slice(0, length);
    const isRepeated = unit.repeat(Math.ceil(folded.length / length)).startsWith(folded);
    if (isRepeated && (length <= 2 || common.has(unit))) return true;
  }
  return false;
}
