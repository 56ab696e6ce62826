import { EventEmitter, on } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from './log.ts';

const LONGEST_PAUSE_MS = 5_000;
/** How often the connection is asked whether it still is one, and how long its answer may take. */
const HEARTBEAT = { everyMs: 15_000, answerMs: 5_000 } as const;
type Heartbeat = Readonly<{ everyMs: number; answerMs: number }>;

/**
 * The one connection of a process that listens, for all who subscribe. What was announced while it
 * was away is gone, so losing it tells `onLost`: whoever listened looks afresh and subscribes anew.
 */
export class Listener {
  readonly #url: string;
  readonly #name: string;
  readonly #log: Log;
  readonly #onLost: () => void;
  readonly #messages = new EventEmitter();
  readonly #listeners = new Map<string, number>();
  readonly #released = new AbortController();
  readonly #heartbeat: Heartbeat;
  #client: Promise<pg.Client> | undefined;
  /** Grows with every lost connection: what was counted before it does not count any more. */
  #generation = 0;

  /** `name` is what pg_stat_activity calls the connection. */
  constructor(
    url: string,
    name: string,
    log: Log,
    onLost: () => void,
    heartbeat: Heartbeat = HEARTBEAT,
  ) {
    this.#url = url;
    this.#name = name;
    this.#log = log;
    this.#onLost = onLost;
    this.#heartbeat = heartbeat;
    this.#messages.setMaxListeners(0);
  }

  /** Payloads announced on a topic, from the moment the promise resolves. */
  async subscribe(name: string | number): Promise<AsyncIterableIterator<string>> {
    const topic = String(name);
    const stop = new AbortController();
    // listening before LISTEN, so that nothing falls between the two
    const events = on(this.#messages, topic, { signal: stop.signal });
    this.#listeners.set(topic, (this.#listeners.get(topic) ?? 0) + 1);
    const client = await this.#connected();
    await client.query(`listen ${client.escapeIdentifier(topic)}`);
    const generation = this.#generation;
    const end = () => {
      if (stop.signal.aborted) return;
      stop.abort();
      if (generation === this.#generation) void this.#forget(topic);
    };
    return payloads(events, end);
  }

  async release(): Promise<void> {
    this.#released.abort();
    const client = await this.#client?.catch(() => undefined);
    await client?.end().catch(() => undefined);
  }

  async #forget(topic: string): Promise<void> {
    const left = (this.#listeners.get(topic) ?? 1) - 1;
    if (left > 0) {
      this.#listeners.set(topic, left);
      return;
    }
    this.#listeners.delete(topic);
    try {
      const client = await this.#client;
      // somebody may have subscribed again while we waited
      if (client && !this.#listeners.has(topic)) {
        await client.query(`unlisten ${client.escapeIdentifier(topic)}`);
      }
    } catch {
      // the connection is gone, and what it listened to with it
    }
  }

  #connected(): Promise<pg.Client> {
    this.#client ??= this.#connect();
    return this.#client;
  }

  async #connect(): Promise<pg.Client> {
    for (
      let pause = 100;
      !this.#released.signal.aborted;
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    ) {
      const client = new pg.Client({
        connectionString: this.#url,
        application_name: this.#name,
        keepAlive: true,
        connectionTimeoutMillis: 5_000,
        query_timeout: this.#heartbeat.answerMs,
        // several people may subscribe at the same moment
        pipeline: true,
      });
      // a failing client emits as well as rejects; an unheard error would end the process
      client.on('error', (error) =>
        this.#log.warn({ err: error }, 'the listening connection failed'),
      );
      try {
        await client.connect();
        if (this.#released.signal.aborted) await client.end();
        client.on('notification', ({ channel, payload }) => {
          this.#messages.emit(channel, payload ?? '');
        });
        const heartbeat = this.#watch(client);
        client.on('end', () => {
          clearInterval(heartbeat);
          this.#lost();
        });
        return client;
      } catch (error) {
        this.#log.warn({ err: error }, 'cannot listen to the database, trying again');
        await wait(pause);
      }
    }
    throw new Error('nobody listens any more');
  }

  /**
   * A connection that only listens says nothing for hours, and would not notice that the network
   * lost it. Whoever does not answer in time has its connection ended, which is heard as its end.
   */
  #watch(client: pg.Client): NodeJS.Timeout {
    return setInterval(() => {
      client.query('select 1').catch(() => undefined);
    }, this.#heartbeat.everyMs).unref();
  }

  #lost(): void {
    this.#client = undefined;
    this.#generation += 1;
    this.#listeners.clear();
    if (!this.#released.signal.aborted) this.#onLost();
  }
}

/** `events.on` without its array around each payload; ends quietly when it is stopped. */
function payloads(
  events: NodeJS.AsyncIterator<string[]>,
  end: () => void,
): AsyncIterableIterator<string> {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        const { value, done } = await events.next();
        return done ? { value: undefined, done: true } : { value: value[0] ?? '', done: false };
      } catch {
        return { value: undefined, done: true };
      }
    },
    async return() {
      end();
      return { value: undefined, done: true };
    },
    async throw() {
      end();
      return { value: undefined, done: true };
    },
  };
}
