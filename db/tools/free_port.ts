import { createServer } from 'node:net';

const TRIED = 200;

/** The first free port from `first` on. `setting` is what to change when there is none. */
export async function freePort(first: number, setting = 'PORT'): Promise<number> {
  for (let port = first; port < first + TRIED; port += 1) {
    if (await isPortFree(port)) return port;
  }
  throw new Error(`No free port between ${first} and ${first + TRIED - 1}; set ${setting}.`);
}

export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
