import pino from 'pino';

const NAMES = ['password', 'cookie', 'authorization', 'refreshToken', 'accessToken', 'token', 'secret', 'connectionString'];

/** Fields that hold a secret, whoever passes them to a log. */
export const SECRET_FIELDS = [
  ...NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  ...['current', 'new', 'code'].map((name) => `body.${name}`),
  'headers["set-cookie"]', '*.headers["set-cookie"]',
];

const HIDDEN = '[redacted]';
/** Secrets by their look, for texts that hold them: messages of errors, addresses, links of mails. */
const SHAPES: [shape: RegExp, instead: string][] = [
  [/(\w+:\/\/[^\s:/@"]*:)[^\s@"]+@/g, `$1${HIDDEN}@`],
  [/\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g, HIDDEN],
  [/(sodaily_\w+=)[^;\s"]+/g, `$1${HIDDEN}`],
  [/(dat-mat-khau#)[\w-]+/g, `$1${HIDDEN}`],
  [/\$argon2\w*\$[^\s"]+/g, HIDDEN],
  [/\b(password|passwd|pwd)=[^\s&"]+/gi, `$1=${HIDDEN}`],
];

/** Takes secrets out of a finished line: those of this process by their text, others by their look. */
export function makeScrub(secrets: readonly string[]): (line: string) => string {
  // as they stand in JSON; a short one would hide ordinary words, and is refused elsewhere
  const known = secrets.filter((secret) => secret.length >= 8).map((secret) => JSON.stringify(secret).slice(1, -1));
  return (line) => {
    let clean = line;
    for (const secret of known) clean = clean.replaceAll(secret, HIDDEN);
    for (const [shape, instead] of SHAPES) clean = clean.replace(shape, instead);
    return clean;
  };
}

/** The password in a connection string, as it is written there and as it is meant. */
export function passwordsIn(address: string | undefined): string[] {
  const password = URL.parse(address ?? '')?.password ?? '';
  return password === '' ? [] : [password, decodeURIComponent(password)];
}

const TOLD = ['type', 'message', 'stack', 'code', 'constraint', 'table', 'schema', 'column', 'severity', 'routine', 'responseCode'];

/** An error without what a driver hangs on it: rows that failed, addresses, answers of servers. */
export function errorLine(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const whole: Record<string, unknown> = { ...pino.stdSerializers.err(error) };
  return Object.fromEntries(TOLD.filter((name) => whole[name] !== undefined).map((name) => [name, whole[name]]));
}
