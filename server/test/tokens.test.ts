import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { describe, expect, test } from 'vitest';
import { parseKeys } from '../../platform/keys.ts';
import { makeTokens } from '../auth/tokens.ts';
import { readEnv } from '../env.ts';

const OLD = 'tre già măng mọc, khoai đất lạ mạ đất quen';
const NEW = 'ruộng sâu trâu nái không bằng con gái đầu lòng';
const PASSWORD = 'mot-mat-khau-that-dai';
const session = randomUUID();
const tokensOf = (setting: string) => makeTokens(parseKeys(setting));
const headerOf = (token: string) => jwt.decode(token, { complete: true })?.header;

describe('keys of access tokens', () => {
  test('a plain secret signs and verifies, without a name', () => {
    const tokens = tokensOf(OLD);
    const token = tokens.sign('7', session);

    expect(headerOf(token)).toEqual({ alg: 'HS256', typ: 'at+jwt' });
    expect(tokens.identify(token)).toMatchObject({ userId: '7', sessionId: session });
  });

  test('of several the first signs under its name and all verify', () => {
    const before = tokensOf(`k1:${OLD.replaceAll(',', '')}`);
    const during = tokensOf(`k2:${NEW},k1:${OLD.replaceAll(',', '')}`);
    const after = tokensOf(`k2:${NEW}`);
    const [old, fresh] = [before.sign('7', session), during.sign('7', session)];

    expect([headerOf(old)?.kid, headerOf(fresh)?.kid]).toEqual(['k1', 'k2']);
    expect([during.identify(old)?.userId, during.identify(fresh)?.userId]).toEqual(['7', '7']);
    expect([after.identify(old), after.identify(fresh)?.userId]).toEqual([undefined, '7']);
    expect(before.identify(fresh)).toBeUndefined();
  });

  test('tokens of a plain secret go on while it is one of several', () => {
    const token = tokensOf(NEW).sign('7', session);

    expect(tokensOf(`k2:${OLD.replaceAll(',', '')},k1:${NEW}`).identify(token)?.userId).toBe('7');
    expect(tokensOf(`k2:${OLD.replaceAll(',', '')}`).identify(token)).toBeUndefined();
  });
});

describe("a token is nobody's", () => {
  const good = { sid: session };
  const options = {
    algorithm: 'HS256',
    issuer: 'sodaily',
    audience: 'sodaily-server',
    subject: '7',
    expiresIn: 60,
    header: { alg: 'HS256', typ: 'at+jwt', kid: 'k1' },
  } as const;
  const tokens = tokensOf(`k1:${NEW},k2:${NEW} hai`);
  const identify = (token: string) => tokens.identify(token);

  test('unless all is right, as in this one', () => {
    expect(identify(jwt.sign(good, NEW, options))).toMatchObject({ userId: '7' });
  });

  test.each<[string, string]>([
    [
      'of another algorithm',
      jwt.sign(good, NEW, {
        ...options,
        algorithm: 'HS512',
        header: { ...options.header, alg: 'HS512' },
      }),
    ],
    [
      'that is not signed',
      jwt.sign(good, '', {
        ...options,
        algorithm: 'none',
        header: { ...options.header, alg: 'none' },
      }),
    ],
    [
      'of another type',
      jwt.sign(good, NEW, { ...options, header: { ...options.header, typ: 'JWT' } }),
    ],
    ['of another issuer', jwt.sign(good, NEW, { ...options, issuer: 'somebody' })],
    ['for another audience', jwt.sign(good, NEW, { ...options, audience: 'another server' })],
    ['whose time is over', jwt.sign(good, NEW, { ...options, expiresIn: -1 })],
    ['of somebody who is no key', jwt.sign(good, NEW, { ...options, subject: "1' or '1'='1" })],
    ['without a session', jwt.sign({}, NEW, options)],
    [
      'that names the key of another',
      jwt.sign(good, NEW, { ...options, header: { ...options.header, kid: 'k2' } }),
    ],
    [
      'that names no known key',
      jwt.sign(good, NEW, { ...options, header: { ...options.header, kid: 'k3' } }),
    ],
    ['of another secret', jwt.sign(good, OLD, options)],
    ['that is none', 'abc'],
    [
      'that holds no JSON',
      `${Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url')}.YWJj.YWJj`,
    ],
    ['that is empty', ''],
  ])('%s', (_what, token) => {
    expect(identify(token)).toBeUndefined();
  });
});

describe('JWT_SECRET', () => {
  const start =
    (secret: string, demo = 'false') =>
    () =>
      readEnv({
        AUTHENTICATOR_DATABASE_URL: `postgres://server:${PASSWORD}@somewhere?sslmode=verify-full`,
        SIGN_IN_DATABASE_URL: `postgres://server:${PASSWORD}@somewhere?sslmode=verify-full`,
        JWT_SECRET: secret,
        DEMO: demo,
        SECOND_FACTOR_KEY: 'khóa của bài kiểm thử, dài hơn ba mươi hai ký tự',
      });

  test.each([
    ['short', 'must have at least 32 characters'],
    [`k1:${NEW},k2:short`, 'must have at least 32 characters'],
    [`k1:${NEW},${NEW}`, 'names its first key, so key number 2 must be kid:secret too'],
    [`k1:${NEW},k1:${NEW} hai`, 'names a key twice'],
    ['a-string-secret-at-least-256-bits-long', 'is a well-known or simple secret'],
    ['CHANGEME-changeme-CHANGEME-changeme', 'is a well-known or simple secret'],
    ['abababababababababababababababababab', 'is a well-known or simple secret'],
    [`k1:${NEW},k2:your-256-bit-secret-of-this-server`, 'is a well-known or simple secret'],
  ])('%s is refused in a sentence that names it and not the secret', (secret, reason) => {
    expect(start(secret)).toThrow(`JWT_SECRET: ${reason}`);
    expect(start(secret)).not.toThrow(NEW);
  });

  test('may be a well-known one in demo mode, but never a short one', () => {
    expect(start('CHANGEME-changeme-CHANGEME-changeme', 'true')).not.toThrow();
    expect(start('short', 'true')).toThrow('JWT_SECRET');
  });

  test('may be plain or several', () => {
    expect(start(OLD)().JWT_SECRET).toEqual([{ id: undefined, secret: OLD }]);
    expect(start(`k2:${NEW},k1:${NEW} hai`)().JWT_SECRET.map(({ id }) => id)).toEqual(['k2', 'k1']);
  });
});
