import { createServer } from 'node:net';

/** Ports that are free now, held until all are chosen so that no two are the same. */
export async function freePorts(count: number): Promise<number[]> {
  const probes = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<{ port: number; close: () => void }>((resolve, reject) => {
          const probe = createServer();
          probe.once('error', reject);
          probe.listen(0, '127.0.0.1', () => {
            const address = probe.address();
            if (address === null || typeof address === 'string') throw new Error('no port');
            resolve({ port: address.port, close: () => probe.close() });
          });
        }),
    ),
  );
  for (const probe of probes) probe.close();
  return probes.map((probe) => probe.port);
}
