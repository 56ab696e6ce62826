// A certificate for tests, signed by itself.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const HOST = 'so.example';

/** Files of a certificate for HOST in a folder, and its text for clients that trust it. */
export function makeCertificate(folder: string): { certificate: string; key: string; ca: string } {
  const certificate = join(folder, 'certificate.pem');
  const key = join(folder, 'key.pem');
  const made = spawnSync(
    'openssl',
    [
      'req',
      '-x509',
      '-nodes',
      '-newkey=ec',
      '-pkeyopt=ec_paramgen_curve:prime256v1',
      `-keyout=${key}`,
      `-out=${certificate}`,
      '-days=2',
      `-subj=/CN=${HOST}`,
      `-addext=subjectAltName=DNS:${HOST}`,
    ],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`openssl failed: ${made.stderr}`);
  return { certificate, key, ca: readFileSync(certificate, 'utf8') };
}
