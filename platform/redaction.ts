import pino from 'pino';

const NAMES = [
  'password',
  'cookie',
  'authorization',
  'refreshToken',
  'accessToken',
  'token',
  'secret',
  'connectionString',
];

/** Fields that hold a secret, whoever passes them to a log. */
export const SECRET_FIELDS = [
  ...NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  ...['current', 'new', 'code'].map((name) => `body.${name}`),
  'headers["set-cookie"]',
  '*.headers["set-cookie"]',
];

const HIDDEN = '[redacted]';
/**
 * Secrets by their look, for texts that hold them: messages of errors, addresses, links of mails.
 * Strangers write into these texts, so each pattern is done with every letter after a few steps:
 * what comes before a mark that may be
 * missing has a bound. `npm run lint:regexes` finds those that are not.
 */
const SHAPES: [shape: RegExp, instead: string][] = [
  [/(sodaily_[a-z]{1,30}=)[^;\s"]+/g, `$1${HIDDEN}`],
  [/(dat-mat-khau#)[\w-]+/g, `$1${HIDDEN}`],
  [/\$argon2\w{0,10}\$[^\s"]+/g, HIDDEN],
  [/\b(password|passwd|pwd)=[^\s&"]+/gi, `$1=${HIDDEN}`],
];

/**
 * Words with points between them, of which tokens are some: no letter is looked at from two
 * beginnings.
 */
const POINTED = /(?<![\w-])[\w-]+(?:\.[\w-]+)+/g;
const withoutTokens = (text: string): string =>
  text.replace(POINTED, (words) => (words.includes('eyJ') ? HIDDEN : words));

/** What stands between the user of an address and its machine: postgres://user:password@machine. */
const withoutPasswords = (text: string): string =>
  text.replace(/[^\s"]+/g, (word) => {
    const scheme = word.indexOf('://');
    const machine = word.lastIndexOf('@');
    const password = scheme < 0 ? -1 : word.indexOf(':', scheme + 3);
    return password < 0 || machine < password
      ? word
      : `${word.slice(0, password + 1)}${HIDDEN}${word.slice(machine)}`;
  });

/**
 * Letters of a line, and of one text in it: what is longer is somebody's doing, and nobody reads
 * it.
 */
const MAX_LINE = 16_000;
const MAX_TEXT = 4_000;

function shortened(line: string): string {
  if (line.length <= MAX_LINE) return line;
  const cutText = (_key: string, value: unknown) =>
    typeof value === 'string' && value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  try {
    const entry = JSON.parse(line, cutText) as Record<string, unknown>;
    const cut = JSON.stringify(entry);
    if (cut.length <= MAX_LINE) return `${cut}\n`;
    const { level, time, service, trace_id, msg } = entry;
    const rest = cut.slice(0, MAX_TEXT);
    return `${JSON.stringify({ level, time, service, trace_id, msg, cut: true, rest })}\n`;
  } catch {
    return `${line.slice(0, MAX_LINE)}…\n`;
  }
}

/**
 * Takes secrets out of a finished line: those of this process by their text, others by their look.
 */
export function makeScrub(secrets: readonly string[]): (line: string) => string {
  // as they stand in JSON; a short one would hide ordinary words, and is refused elsewhere
  const known = secrets
    .filter((secret) => secret.length >= 8)
    .map((secret) => JSON.stringify(secret).slice(1, -1));
  return (line) => {
    let clean = line;
    // before the cut, which may go through one
    for (const secret of known) clean = clean.replaceAll(secret, HIDDEN);
    clean = withoutTokens(withoutPasswords(shortened(clean)));
    for (const [shape, instead] of SHAPES) clean = clean.replace(shape, instead);
    return clean;
  };
}

/** The password in a connection string, as it is written there and as it is meant. */
export function passwordsIn(address: string | undefined): string[] {
  const password = URL.parse(address ?? '')?.password ?? '';
  return password === '' ? [] : [password, decodeURIComponent(password)];
}

const TOLD = [
  'type',
  'message',
  'stack',
  'code',
  'constraint',
  'table',
  'schema',
  'column',
  'severity',
  'routine',
  'responseCode',
];

/** An error without what a driver hangs on it: rows that failed, addresses, answers of servers. */
export function errorLine(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const whole: Record<string, unknown> = { ...pino.stdSerializers.err(error) };
  return Object.fromEntries(
    TOLD.filter((name) => whole[name] !== undefined).map((name) => [name, whole[name]]),
  );
}
