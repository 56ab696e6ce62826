import { signOut } from '../features/auth/sign_in.ts';
import { paths } from '../lib/paths.ts';

/**
 * Signs out. A fresh page: nothing of this person stays in memory, the live connection ends with
 * it.
 */
export async function leave() {
  await signOut().catch(() => undefined);
  window.location.assign(paths.signIn);
}
