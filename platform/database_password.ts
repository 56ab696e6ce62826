// What a password in a connection string is worth.
import { isGuessable } from './keys.ts';

const SHORTEST = 12;
/** What images, tutorials and hosts put there until somebody chooses. */
const STANDARD = [
  'postgres',
  'sodaily',
  'admin',
  'root',
  'secret',
  'qwerty',
  'letmein',
  'welcome',
  '123456',
];

/**
 * Why a connection string may not be used outside demo mode, as a sentence without the password;
 * undefined when nothing is wrong. A socket of this machine and certificates need no password.
 */
export function passwordProblem(connectionString: string): string | undefined {
  const url = URL.parse(connectionString);
  if (!url) return undefined;
  const { searchParams } = url;
  const host = searchParams.get('host') ?? decodeURIComponent(url.hostname);
  if (host === '' || host.startsWith('/') || searchParams.has('sslcert')) return undefined;
  const password = decodeURIComponent(url.password);
  if (password === '') return 'has no password, which is for demo mode only';
  if (password.length < SHORTEST)
    return `has a password of fewer than ${SHORTEST} characters, which is for demo mode only`;
  const folded = password.toLowerCase();
  const isStandard =
    folded === decodeURIComponent(url.username).toLowerCase()
    || STANDARD.some((word) => folded.startsWith(word) && folded.length < word.length + 8);
  return isStandard || isGuessable(password)
    ? 'has a well-known or simple password, which is for demo mode only; make one with: '
        + 'openssl rand -base64 33'
    : undefined;
}
