import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { sessionLives } from '../auth/sessions.ts';
import type { Caller } from '../database/transactions.ts';
import { callerOf } from '../http/caller.ts';
import { answerBare } from '../http/bare_answers.ts';
import { Refusal, toRefusal } from '../http/errors.ts';
import { comesFromElsewhere } from '../http/origin.ts';
import { makeConnectionLimit } from './connection_limit.ts';
import { guardFromFloods } from './flood_guard.ts';
import { traceIdOf } from '../http/trace.ts';
import type { Services } from '../services.ts';
import { subscriptionOptions } from './subscriptions.ts';

const RECHECK_MS = 60_000;
const MAX_MESSAGE_BYTES = 100_000;
/** How long a socket may be silent before it says what it wants; then it is closed with 4408. */
const INIT_WAIT_MS = 3_000;
/**
 * How long a socket that was told to go may take to say goodbye; the types do not know this yet.
 */
const LEAVING = { closeTimeout: 2_000, maxFragments: 100 } as const;
export const SESSION_ENDED = 4401;
/** The client is to come again: this server stops, or it may have missed messages. */
export const GOING_AWAY = 1001;
export const COME_AGAIN = 1012;
/** The token of the socket is over; the client comes again with a new one. */
export const TOKEN_OVER = 4001;

export type Sockets = Readonly<{ closeAll(code: number, reason: string): void }>;

/** WS /graphql: one socket a browser tab, for the person of its cookie. */
export function attachWebSockets(
  server: Server,
  services: Services,
  recheckMs = RECHECK_MS,
): Sockets {
  const callers = new WeakMap<IncomingMessage, Caller>();
  const connections = makeConnectionLimit(services.env.SOCKETS_PER_USER);
  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    ...LEAVING,
  });
  const callerOfSocket = ({ extra }: { extra: { request: IncomingMessage } }): Caller => {
    const caller = callers.get(extra.request);
    if (!caller) throw new Error('a socket without a caller');
    return caller;
  };
  useServer(
    {
      ...subscriptionOptions(services, callerOfSocket),
      connectionInitWaitTimeout: INIT_WAIT_MS,
    },
    webSockets,
  );

  server.on('upgrade', (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    duplex.on('error', () => duplex.destroy());
    admit(request, services, (userId) => connections.enter(userId, duplex))
      .then((visitor) => {
        callers.set(request, visitor.caller);
        webSockets.handleUpgrade(request, duplex, head, (socket) => {
          guardFromFloods(socket, duplex);
          watch(socket, visitor, services, recheckMs);
          webSockets.emit('connection', socket, request);
          // graphql-ws writes every client's mistake with its stack to the console
          socket.removeAllListeners('error');
          socket.on('error', (error) => services.log.debug({ err: error }, 'a socket failed'));
        });
      })
      .catch((error: unknown) => refuse(services, request, duplex, toRefusal(error)));
  });

  return {
    closeAll(code, reason) {
      for (const socket of webSockets.clients) socket.close(code, reason);
    },
  };
}

function refuse(
  { log, metrics, env }: Services,
  request: IncomingMessage,
  duplex: Duplex,
  refusal: Refusal,
): void {
  metrics.refusals.inc({ code: refusal.code });
  log.info(
    { trace_id: traceIdOf(request), code: refusal.code, err: refusal.cause },
    'a socket was refused',
  );
  answerBare(duplex, refusal.status, env.COOKIE_SECURE);
}

type Visitor = Readonly<{ caller: Caller; expiresAt: number }>;

/** Errors: NOT_FOUND for another path, CROSS_SITE_REQUEST, INVALID_TOKEN, TOO_MANY_REQUESTS. */
async function admit(
  request: IncomingMessage,
  services: Services,
  enter: (userId: string) => void,
): Promise<Visitor> {
  if (request.url?.split('?')[0] !== '/graphql') throw new Refusal('NOT_FOUND');
  if (services.isDraining()) throw new Refusal('BUSY');
  // a browser sends cookies with a socket that another site opens, and no CSRF header
  if (comesFromElsewhere(request.headers, services.env.COOKIE_SECURE))
    throw new Refusal('CROSS_SITE_REQUEST');
  const caller = callerOf(services, request, traceIdOf(request));
  const { expiresAt } = services.tokens.identify(services.cookies.readAccess(request) ?? '') ?? {
    expiresAt: 0,
  };
  // before the database is asked, or asking would be what hurts
  enter(caller.userId);
  if (!(await sessionLives(services.authPool, caller))) throw new Refusal('INVALID_TOKEN');
  return { caller, expiresAt };
}

/**
 * A socket ends with the token it came with. Its session may end before: that is asked about when
 * its end is announced, and again and again, because sessions also end by time and announcements
 * get lost.
 */
function watch(
  socket: WebSocket,
  { caller, expiresAt }: Visitor,
  services: Services,
  recheckMs: number,
): void {
  services.metrics.sockets.inc();
  const closed = new AbortController();
  const failed = (error: unknown) =>
    services.log.warn({ err: error, trace_id: caller.requestId }, 'session not checked');
  const check = async () => {
    if (!(await sessionLives(services.authPool, caller)))
      socket.close(SESSION_ENDED, 'session ended');
  };
  const timer = setInterval(() => check().catch(failed), recheckMs);
  const over = setTimeout(
    () => socket.close(TOKEN_OVER, 'token is over'),
    expiresAt * 1000 - Date.now(),
  );
  socket.on('close', () => {
    clearInterval(timer);
    clearTimeout(over);
    closed.abort();
    services.metrics.sockets.dec();
  });
  followEnd(caller, services, check, closed.signal).catch(failed);
}

async function followEnd(
  { sessionId }: Caller,
  { listener }: Services,
  check: () => Promise<void>,
  closed: AbortSignal,
): Promise<void> {
  const announcements = await listener.subscribe(`session_ended:${sessionId}`);
  const stop = () => void announcements.return?.();
  if (closed.aborted) {
    stop();
    return;
  }
  closed.addEventListener('abort', stop, { once: true });
  // it may have ended before we listened
  await check();
  // the message says nothing: anybody can send one
  while (!(await announcements.next()).done) await check();
}
