/** A key of access tokens or of sealed secrets; without an id it is the only one. */
export type Key = Readonly<{ id: string | undefined; secret: string }>;

const SHORTEST = 32;
const NAMED = /^([A-Za-z0-9_-]{1,32}):(.+)$/s;

/**
 * Reads `secret`, or `kid:secret,kid2:secret2`: the first signs, all verify. A key is replaced by
 * putting a new one first and dropping the old one after ten minutes, when its last token is over.
 * The error is a sentence about the setting, and never holds a secret.
 */
export function parseKeys(setting: string): Key[] {
  const keys = NAMED.test(setting)
    ? setting.split(',').map(named)
    : [{ id: undefined, secret: setting }];
  const ids = keys.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw new Error('names a key twice');
  if (keys.some(({ secret }) => secret.length < SHORTEST)) {
    throw new Error(`must have at least ${SHORTEST} characters, each of several keys too`);
  }
  return keys;
}

function named(part: string, index: number): Key {
  const [, id, secret] = NAMED.exec(part) ?? [];
  if (id === undefined || secret === undefined) {
    throw new Error(`names its first key, so key number ${index + 1} must be kid:secret too`);
  }
  return { id, secret };
}

const FEWEST_DIFFERENT = 10;
const PLACEHOLDERS = [
  'a-string-secret-at-least-256-bits-long',
  'your-256-bit-secret',
  'changeme',
  'change-me',
  'change_me',
  'change-this',
  'replace-me',
  'replaceme',
  'placeholder',
  'your-secret',
  'your_secret',
  'yoursecret',
  'jwt-secret',
  'jwt_secret',
  'jwtsecret',
  'super-secret',
  'super_secret',
  'supersecret',
  'secretsecret',
  'keyboard cat',
  'password',
  '1234567890',
];

/** What stands in examples and tutorials, or was made by leaning on a key. */
export function isGuessable(secret: string): boolean {
  const folded = secret.toLowerCase();
  return (
    new Set(folded).size < FEWEST_DIFFERENT || PLACEHOLDERS.some((word) => folded.includes(word))
  );
}
