import { createServer, type Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { makeApp } from './app.ts';
import { makeCookies } from './auth/cookies.ts';
import { makeDevices } from './auth/devices.ts';
import { makeSeals } from './auth/second_factor.ts';
import { ACCESS_SECONDS, makeTokens } from './auth/tokens.ts';
import { addressOf, listen, listenOnSocket } from '../platform/listen.ts';
import type { Log } from '../platform/log.ts';
import { makeMetricsServer } from '../platform/metrics_server.ts';
import { Listener } from '../platform/listener.ts';
import { makePools, type Pools } from './database/pools.ts';
import type { Env } from './env.ts';
import { followApiSchema, makeApiSchema, type ApiSchema } from './graphql/api_schema.ts';
import { makeDocuments } from './graphql/documents.ts';
import { makeTrust } from './graphql/trusted.ts';
import { attachWebSockets, COME_AGAIN, GOING_AWAY, type Sockets } from './graphql/websocket.ts';
import { answerUnreadable } from './http/bare_answers.ts';
import { guardConnections } from './http/connections.ts';
import { makeMetrics, watchPools } from './http/metrics.ts';
import { makeConcurrencyLimit } from './http/concurrency_limit.ts';
import { logOf } from './log.ts';
import type { Services } from './services.ts';

export type Running = Readonly<{
  url: string;
  metricsUrl: string;
  services: Services;
  /** Finishes what runs, refuses what is new, and frees everything; again it does nothing more. */
  stop(): Promise<void>;
}>;

/**
 * A whole server on its ports; index.ts runs one in a process, tests run several in one. `onSchema`
 * hears of the schema, and of each that follows it in development (SCHEMA_WATCH_URL).
 */
export async function start(
  env: Env,
  log: Log = logOf(env),
  onSchema: (made: ApiSchema) => void = () => undefined,
): Promise<Running> {
  const pools = makePools(env, log);
  const metrics = makeMetrics(env.RELEASE);
  watchPools(metrics.registry, pools);
  const api = await openApi(env, pools, onSchema);

  const sockets: { current?: Sockets } = {};
  const listener = new Listener(
    env.LISTEN_DATABASE_URL ?? env.AUTHENTICATOR_DATABASE_URL,
    'sodaily-listener',
    log,
    // sockets are closed, clients come back and fetch afresh
    () => sockets.current?.closeAll(COME_AGAIN, 'messages may have been missed'),
  );
  let draining = false;
  const services: Services = {
    env,
    log,
    listener,
    get schema() {
      return api.current().schema;
    },
    get resolvedPreset() {
      return api.current().resolvedPreset;
    },
    get documents() {
      return api.current().documents;
    },
    metrics,
    pool: pools.api,
    authPool: pools.auth,
    concurrency: makeConcurrencyLimit(env.REQUESTS_PER_USER),
    tokens: makeTokens(env.JWT_SECRET),
    seals: makeSeals(env.SECOND_FACTOR_KEY),
    cookies: makeCookies(env.COOKIE_SECURE, ACCESS_SECONDS),
    devices: makeDevices(env.JWT_SECRET),
    isDraining: () => draining,
  };

  const app = makeApp(services);
  // curl offers h2c with every request; whatever is no WebSocket is an ordinary question
  const server = createServer(
    {
      // refused by a route, because Node's own refusal has none of our headers
      requireHostHeader: false,
      // whoever sends a letter a second holds a connection and nothing else, and not for long
      headersTimeout: 10_000,
      requestTimeout: 20_000,
      connectionsCheckingInterval: 2_000,
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    app,
  );
  // an expectation we cannot meet is answered by a route all the same
  server.on('checkExpectation', app);
  answerUnreadable(server, env.COOKIE_SECURE);
  guardConnections(server);
  // longer than the gateway keeps its connections, so that it never sends into a closing one
  server.keepAliveTimeout = 65_000;
  sockets.current = attachWebSockets(server, services);
  const metricsServer = makeMetricsServer(metrics.registry);
  server.prependListener('request', (_request, response) => {
    // the gateway is to ask the next server from now on
    if (draining) response.setHeader('Connection', 'close');
  });
  if (env.SOCKET_PATH === undefined) await listen(server, env.PORT, env.HOST);
  else await listenOnSocket(server, env.SOCKET_PATH);
  await listen(metricsServer, env.METRICS_PORT, env.METRICS_HOST);

  /** Graceful shutdown. */
  async function drain(): Promise<void> {
    draining = true;
    log.info('stopping: running requests are finished, new ones refused');
    sockets.current?.closeAll(GOING_AWAY, 'server is stopping');
    // a request may be on its way to a connection that was open a moment ago
    await wait(env.LINGER_MS);
    await closeWithin(server, env.DRAIN_MS);
    metricsServer.close();
    await api.stop();
    await listener.release();
    await Promise.all([pools.api.end(), pools.auth.end()]);
  }
  let stopped: Promise<void> | undefined;
  return {
    url: addressOf(server),
    metricsUrl: addressOf(metricsServer),
    services,
    stop: () => (stopped ??= drain()),
  };
}

/** The schema in force and the documents that were checked against it. */
async function openApi(env: Env, pools: Pools, onSchema: (made: ApiSchema) => void) {
  const trust = makeTrust(env.TRUSTED_DOCUMENTS);
  const opened = (made: ApiSchema) => ({ ...made, documents: makeDocuments(made.schema, trust) });
  if (env.SCHEMA_WATCH_URL === undefined) {
    const made = opened(await makeApiSchema(pools.api));
    onSchema(made);
    return { current: () => made, stop: async () => undefined };
  }
  let newest: ReturnType<typeof opened> | undefined;
  const { stop } = await followApiSchema(pools.api, env.SCHEMA_WATCH_URL, (made) => {
    newest = opened(made);
    onSchema(made);
  });
  return {
    current: () => {
      if (!newest) throw new Error('the schema is not made yet');
      return newest;
    },
    stop,
  };
}

/** Connections that are idle go at once, busy ones after their answer, stubborn ones at the end. */
async function closeWithin(server: Server, patienceMs: number): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  // a connection that has just had its answer would otherwise be kept alive for the next question
  const sweeping = setInterval(() => server.closeIdleConnections(), 50);
  const stop = new AbortController();
  await Promise.race([
    closed,
    wait(patienceMs, undefined, { signal: stop.signal }).catch(() => undefined),
  ]);
  clearInterval(sweeping);
  stop.abort();
  server.closeAllConnections();
}
