import { createHash, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { Key } from '../../platform/keys.ts';

export const ACCESS_SECONDS = 600;
const ISSUER = 'sodaily';
const AUDIENCE = 'sodaily-server';
const ALGORITHM = 'HS256';
const TYPE = 'at+jwt';
const REMEMBERED_AT_MOST = 5_000;

/** A key is a number or a UUID; what it is of, the database knows. */
const KEY = /^[\w-]{1,36}$/;
const claims = z.object({ sub: z.string().regex(KEY), sid: z.uuid(), exp: z.number() });

/**
 * Whose token it is, and until when (epoch seconds). Whether the session lives is asked elsewhere.
 */
export type Identity = Readonly<{ userId: string; sessionId: string; expiresAt: number }>;

export type Tokens = ReturnType<typeof makeTokens>;

/** What a token says before it is verified; undefined for what is no token at all. */
function kidOf(token: string): string | undefined {
  try {
    return jwt.decode(token, { complete: true })?.header.kid;
  } catch {
    return undefined;
  }
}

/**
 * Access tokens: ten minutes, one algorithm, and nothing in them but user and session. The first
 * key
 * signs; a token is verified by the key it names, or by each when it is from before keys had names.
 */
export function makeTokens(keys: readonly Key[]) {
  // a KeyObject: turning a string into a key for every request costs a tenth of all CPU
  const known = keys.map(({ id, secret }) => ({
    id,
    key: createSecretKey(Buffer.from(secret, 'utf8')),
  }));
  const [signing] = known;
  if (!signing) throw new Error('there is no key to sign with');
  const remembered = new Map<string, Identity>();

  function verify(token: string): Identity | undefined {
    const kid = kidOf(token);
    const candidates = kid === undefined ? known : known.filter(({ id }) => id === kid);
    return candidates
      .map(({ key }) => verifyBy(key, token))
      .find((identity) => identity !== undefined);
  }

  function verifyBy(key: KeyObject, token: string): Identity | undefined {
    try {
      const { payload, header } = jwt.verify(token, key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        complete: true,
      });
      if (header.typ !== TYPE) return undefined;
      const { sub, sid, exp } = claims.parse(payload);
      return { userId: sub, sessionId: sid, expiresAt: exp };
    } catch {
      return undefined;
    }
  }

  return {
    sign(userId: string, sessionId: string): string {
      return jwt.sign({ sid: sessionId }, signing.key, {
        algorithm: ALGORITHM,
        issuer: ISSUER,
        audience: AUDIENCE,
        subject: userId,
        expiresIn: ACCESS_SECONDS,
        header: {
          alg: ALGORITHM,
          typ: TYPE,
          ...(signing.id === undefined ? {} : { kid: signing.id }),
        },
      });
    },
    /** Undefined for whatever is not a valid token of ours that is still in time. */
    identify(token: string): Identity | undefined {
      const found = remembered.get(token);
      const identity = found ?? verify(token);
      if (!identity || identity.expiresAt * 1000 <= Date.now()) {
        remembered.delete(token);
        return undefined;
      }
      if (!found) {
        if (remembered.size >= REMEMBERED_AT_MOST) remembered.clear();
        remembered.set(token, identity);
      }
      return identity;
    },
  };
}

/** 256 random bits; the database keeps their hash only. */
export const newRefreshToken = (): string => randomBytes(32).toString('base64url');
export const hashOf = (refreshToken: string): Buffer =>
  createHash('sha256').update(refreshToken).digest();
