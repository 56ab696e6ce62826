import { chmodSync, existsSync, rmSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import type { Server } from 'node:http';

/** Resolves once the server accepts connections, rejects when the port is taken. */
export function listen(server: Server, port: number, host: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  return promise;
}

/**
 * The same on a Unix socket. The file that a killed process left is taken away, that of a living
 * one is an error. Who may enter its folder may ask: a folder is what protects it.
 */
export async function listenOnSocket(server: Server, path: string): Promise<void> {
  if (existsSync(path)) {
    if (await answers(path)) throw new Error(`Somebody listens on ${path} already.`);
    rmSync(path);
  }
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(path, resolve);
  await promise;
  chmodSync(path, 0o666);
}

function answers(path: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const probe = connect(path);
  probe.once('connect', () => resolve(true));
  probe.once('error', () => resolve(false));
  return promise.finally(() => probe.destroy());
}

/** Where a listening server is reached: http://127.0.0.1:3000 or unix:/run/blue.sock. */
export function addressOf(server: Server): string {
  const where = server.address() as AddressInfo | string;
  return typeof where === 'string' ? `unix:${where}` : `http://${where.address}:${where.port}`;
}
