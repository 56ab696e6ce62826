import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What a connection may do; tests give their own. */
export type ConnectionLimits = Readonly<{
  /** How often is looked at how much of its answers a client took. */
  windowMs: number;
  /** How much it takes at least in that time, while something waits for it. */
  bytesPerWindow: number;
  /** How many requests it sends before the first is answered. */
  openRequests: number;
}>;

/** A slow telephone takes 20 kB a second; browsers and nginx send one request after the other. */
const LIMITS: ConnectionLimits = { windowMs: 15_000, bytesPerWindow: 16_000, openRequests: 8 };

/**
 * Cuts connections that would hold memory and turns without end: of a client that does not read
 * its answers, and of one that sends requests without waiting for answers. A socket that became a
 * WebSocket has limits of its own (graphql/flood_guard.ts).
 */
export function guardConnections(server: Server, limits: ConnectionLimits = LIMITS): void {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('upgrade', ({ socket }: IncomingMessage) => sockets.delete(socket));
  cutSlowReaders(server, sockets, limits);
  cutPipelines(server, limits.openRequests);
}

/** What Node's own timeouts look at: a large answer is one write, which is taken bit by bit. */
type WithHandle = Readonly<{ _handle?: { bytesWritten: number; writeQueueSize: number } | null }>;

/** Bytes of a socket's answers that the client's side of the connection took over. */
function takenBy(socket: Socket): number {
  const { _handle: handle } = socket as unknown as WithHandle;
  return handle ? handle.bytesWritten - handle.writeQueueSize : 0;
}

function cutSlowReaders(
  server: Server,
  sockets: ReadonlySet<Socket>,
  { windowMs, bytesPerWindow }: ConnectionLimits,
): void {
  // what each had taken when something began to wait for it
  const waiting = new Map<Socket, number>();
  const timer = setInterval(() => {
    for (const socket of waiting.keys()) if (!sockets.has(socket)) waiting.delete(socket);
    for (const socket of sockets) {
      const before = waiting.get(socket);
      if (socket.writableLength === 0) waiting.delete(socket);
      else if (before !== undefined && takenBy(socket) - before < bytesPerWindow) socket.destroy();
      else waiting.set(socket, takenBy(socket));
    }
  }, windowMs);
  timer.unref();
  server.once('close', () => clearInterval(timer));
}

function cutPipelines(server: Server, openRequests: number): void {
  const open = new WeakMap<Socket, number>();
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const many = (open.get(socket) ?? 0) + 1;
    open.set(socket, many);
    response.once('close', () => open.set(socket, (open.get(socket) ?? 1) - 1));
    if (many > openRequests) socket.destroy();
  });
}
