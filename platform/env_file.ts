import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Settings of the file .env, where there is one; what the environment says already counts more. */
export function loadEnvFile(folder: string): void {
  const file = join(folder, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}
