// A network between two programs of this machine that a test may break.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface TcpProxy {
  port: number;
  /** The same address by way of this network. */
  through: (url: string) => string;
  /** Connections end at once, and new ones do not come about. */
  cut: () => void;
  /** Nothing arrives any more, and nobody is told: what is sent now is lost for good. */
  swallow: () => void;
  /** Everything takes so many milliseconds longer, each way. */
  delay: (milliseconds: number) => void;
  /** New connections pass again. */
  heal: () => void;
  close: () => Promise<void>;
}

type Pair = { one: Socket; other: Socket; isLost: boolean };

export async function tcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  let state: 'open' | 'cut' | 'silent' = 'open';
  let late = 0;
  const pairs = new Set<Pair>();

  const server = createServer((one) => {
    one.on('error', () => undefined);
    if (state === 'cut') {
      one.destroy();
      return;
    }
    const other = connect(target);
    const pair: Pair = { one, other, isLost: state === 'silent' };
    pairs.add(pair);
    other.on('error', () => one.destroy());
    pass(pair, one, other);
    pass(pair, other, one);
  });

  /** In their order, however late. */
  function pass(pair: Pair, from: Socket, to: Socket): void {
    let before = Promise.resolve();
    const inOrder = (work: () => void): void => {
      const wait = late;
      before = before.then(async () => {
        if (wait > 0) await pause(wait);
        if (!pair.isLost) work();
      });
    };
    from.on('data', (chunk: Buffer) => inOrder(() => to.write(chunk)));
    from.on('close', () => inOrder(() => to.destroy()));
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const destroyAll = (): void => {
    for (const { one, other } of pairs) {
      one.destroy();
      other.destroy();
    }
    pairs.clear();
  };
  return {
    port,
    through(url) {
      const changed = new URL(url);
      changed.hostname = '127.0.0.1';
      changed.port = String(port);
      return changed.href;
    },
    cut() {
      state = 'cut';
      destroyAll();
    },
    swallow() {
      state = 'silent';
      for (const pair of pairs) pair.isLost = true;
    },
    delay(milliseconds) {
      late = milliseconds;
    },
    heal() {
      state = 'open';
      late = 0;
    },
    async close() {
      destroyAll();
      await new Promise((done) => server.close(done));
    },
  };
}

/** The network before a database. */
export const databaseProxy = (url: string): Promise<TcpProxy> => {
  const { hostname, port } = new URL(url);
  return tcpProxy({ host: hostname, port: Number(port) });
};
