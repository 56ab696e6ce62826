import { Secret, TOTP } from 'otpauth';
import type { Person } from './server.ts';

const STEP_MS = 30_000;

/** What an authenticator app shows for a secret; `steps` away from now. */
export const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: Date.now() + steps * STEP_MS,
  });

/** Somebody switches their second factor on; returns the secret and the recovery codes. */
export async function enrol(person: Person): Promise<{ secret: string; recoveryCodes: string[] }> {
  const begun = await person.post('/auth/second-factor/enrol');
  if (begun.status !== 200) throw new Error(`not enrolled: ${JSON.stringify(begun.body)}`);
  const { secret } = begun.body as { secret: string };
  // a step back, so that the code of now is still good for the test
  const confirmed = await person.post('/auth/second-factor/confirm', { code: codeOf(secret, -1) });
  if (confirmed.status !== 200) throw new Error(`not confirmed: ${JSON.stringify(confirmed.body)}`);
  return { secret, recoveryCodes: confirmed.body.recovery_codes };
}
