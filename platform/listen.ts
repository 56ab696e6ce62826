import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Resolves once the server accepts connections, rejects when the port is taken. */
export function listen(server: Server, port: number, host: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  return promise;
}

/** Where a listening server is reached: http://127.0.0.1:3000. */
export function addressOf(server: Server): string {
  const { address, port } = server.address() as AddressInfo;
  return `http://${address}:${port}`;
}
