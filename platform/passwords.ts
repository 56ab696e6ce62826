import { hash, verify, type Options } from '@node-rs/argon2';

/** OWASP's argon2id setting: 19 MiB, two passes, one lane. */
export const ARGON2: Options = {
  // argon2id; the package names it in a const enum, which cannot be imported here
  algorithm: 2,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};
/** Each check takes 19 MiB and a thread; more at once would only starve the other requests. */
const AT_ONCE = 3;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** One text can be written in several ways, with accents apart or not, by the keyboard used. */
const asWritten = (password: string): string => password.normalize('NFC');

export const hashPassword = (password: string): Promise<string> =>
  inTurn(() => hash(asWritten(password), ARGON2));

/** Whether a hash was made under other parameters than today's. */
export function isOutdated(storedHash: string): boolean {
  const { memoryCost, timeCost, parallelism } = ARGON2;
  return !storedHash.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`);
}

const nobody = hash('nobody has this password', ARGON2);

/** The same work is done for an unknown person, so that time does not tell who exists. */
export async function passwordMatches(
  storedHash: string | undefined,
  password: string,
): Promise<boolean> {
  const against = storedHash ?? (await nobody);
  const matches = await inTurn(() => verify(against, asWritten(password)));
  return matches && storedHash !== undefined;
}
