import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Key } from '../../platform/keys.ts';
import { passwordMatches } from '../../platform/passwords.ts';

/** What codes of a person are checked against, as auth.second_factor_of gives it. */
export type SecondFactor = Readonly<{
  sealed_secret: Buffer;
  last_step: string;
  recovery_codes: readonly { id: string; hash: string }[];
}>;

/** A right code: the time step of the app, or which recovery code it is. The database spends it. */
export type RightCode = Readonly<{ step: number | null; recoveryCodeId: string | null }>;

export type Seals = ReturnType<typeof makeSeals>;

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals secrets of authenticator apps, so that a copy of the database makes no codes. The first key
 * seals, all open: a key is replaced by putting a new one first. The person's id is sealed in, so
 * that a secret moved to another row opens nothing.
 */
export function makeSeals(keys: readonly Key[]) {
  const derived = keys.map(({ secret }) =>
    Buffer.from(hkdfSync('sha256', secret, '', 'sodaily second factor', 32)),
  );
  const [sealing] = derived;
  if (!sealing) throw new Error('there is no key to seal with');

  function openBy(key: Buffer, sealed: Buffer, userId: string): Buffer | undefined {
    try {
      const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(userId));
      decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([
        decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)),
        decipher.final(),
      ]);
    } catch {
      return undefined;
    }
  }

  return {
    seal(secret: Uint8Array, userId: string): Buffer {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, sealing, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(userId));
      const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    /** The error means that SECOND_FACTOR_KEY has lost the key it was sealed with. */
    open(sealed: Buffer, userId: string): Buffer {
      const opened = derived
        .map((key) => openBy(key, sealed, userId))
        .find((secret) => secret !== undefined);
      if (!opened) throw new Error('no key of SECOND_FACTOR_KEY opens a secret');
      return opened;
    },
  };
}

/** A new secret of 160 bits, as RFC 4226 recommends. */
export const newSecret = (): Uint8Array => new Secret({ size: 20 }).bytes;

const appOf = (secret: Uint8Array, email: string) =>
  new TOTP({
    issuer: 'Sổ Đại Lý',
    label: email,
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
  });

/** {secret: base32 to type, uri: otpauth:// for the QR code}. */
export function asEnrolment(secret: Uint8Array, email: string) {
  const app = appOf(secret, email);
  return { secret: app.secret.base32, uri: app.toString() };
}

/** Clocks of phones are off by one step of 30 s at most. */
const WINDOW = 1;

/** The time step of a right code, undefined for a wrong one. */
export function stepOf(secret: Uint8Array, code: string): number | undefined {
  const app = appOf(secret, '');
  const delta = app.validate({ token: code, window: WINDOW });
  return delta === null ? undefined : app.counter() + delta;
}

/** Which code was typed: of the app, a recovery code, or a wrong one (undefined). */
export async function findCode(
  seals: Seals,
  userId: string,
  factor: SecondFactor,
  typed: string,
): Promise<RightCode | undefined> {
  const code = typed.replaceAll(/[\s-]/g, '').toUpperCase();
  if (/^\d{6}$/.test(code)) {
    const step = stepOf(seals.open(factor.sealed_secret, userId), code);
    // the database says it too, when it spends the step
    return step === undefined || step <= Number(factor.last_step)
      ? undefined
      : { step, recoveryCodeId: null };
  }
  if (code.length !== RECOVERY_LETTERS) return undefined;
  for (const { id, hash } of factor.recovery_codes) {
    if (await passwordMatches(hash, code)) return { step: null, recoveryCodeId: id };
  }
  return undefined;
}

const RECOVERY_CODES = 10;
const RECOVERY_LETTERS = 10;
/** Without 0, 1, I, L, O and U: what people read wrongly or do not want to read. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Ten codes of 49 random bits, `ABCDE-FGHJK`; kept as argon2id hashes of the letters alone. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = Array.from(
      { length: RECOVERY_LETTERS },
      () => ALPHABET[randomInt(ALPHABET.length)],
    ).join('');
    return `${letters.slice(0, RECOVERY_LETTERS / 2)}-${letters.slice(RECOVERY_LETTERS / 2)}`;
  });
}

export const lettersOf = (recoveryCode: string): string => recoveryCode.replaceAll('-', '');
