import { setTimeout as wait } from 'node:timers/promises';
import { Secret, TOTP } from 'otpauth';

const STEP = 30;

/**
 * An authenticator app that has the key. A code works once, so each asks for the next of three that
 * hold now.
 */
export function phoneWith(key: string) {
  const app = new TOTP({ secret: Secret.fromBase32(key.replace(/\s/g, '')) });
  let step = 0;
  return async function nextCode() {
    // Codes of the step before and after this one hold too; near its end they would not for long.
    const second = (Date.now() / 1000) % STEP;
    if (second > STEP - 10) await wait((STEP - second) * 1000 + 100);
    const now = Math.floor(Date.now() / 1000 / STEP);
    if (step > now) await wait((step * STEP - Date.now() / 1000) * 1000 + 100);
    step = Math.max(step + 1, now - 1);
    return app.generate({ timestamp: step * STEP * 1000 });
  };
}
