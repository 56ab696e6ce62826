// A client that behaves as the browser and the server do together: it asks under a key, and when
// the answer is lost it asks again under the same key until it knows.
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { assume, identify, type Identity, type Person } from '../support/actor.ts';
import { outcomeOf, type Outcome } from '../support/race.ts';
import { giveAnswers } from './answers.ts';

/** Rows of a composite type, for an argument that is an array of them. */
export interface Lines {
  type: string;
  rows: Record<string, unknown>[];
}

/** Keys that are looked up when the command is given, for an argument that is an array of them. */
export interface Found {
  found: string;
  by: string;
}

export interface Command {
  name: string;
  person: Person;
  clientKey: string;
  arguments: Record<string, unknown>;
}

/** How often somebody answers before giving up: goods keep moving. */
const PATIENCE = 6;

/** The row a command returned. */
export type Answer = Record<string, unknown> & { id?: string | number; code?: string };

export class TirelessClient {
  readonly retries = new Map<string, number>();
  #client: pg.Client | undefined;
  readonly #url: string;
  readonly #identities: Map<Person, Identity>;

  /** Identities are shared: sessions live in the database and survive its crash. */
  constructor(url: string, identities: Map<Person, Identity>) {
    this.#url = url;
    this.#identities = identities;
  }

  /** What it is asked it answers, and the command keeps the answers. */
  async send(command: Command): Promise<Outcome<Answer>> {
    let asked = 0;
    for (;;) {
      const outcome = await outcomeOf(this.#attempt(command));
      if ('value' in outcome) return outcome;
      if (isRefusal(outcome.code)) {
        asked += 1;
        if (asked > PATIENCE || !giveAnswers(command, outcome)) return outcome;
        continue;
      }
      this.retries.set(outcome.code, (this.retries.get(outcome.code) ?? 0) + 1);
      if (!isWorthRepeating(outcome.code)) {
        throw new Error(
          `${command.name} ended with ${outcome.code}: ${JSON.stringify(command.arguments)}`,
        );
      }
      await pause(10 + Math.random() * 40);
    }
  }

  async end(): Promise<void> {
    await this.#client?.end().catch(() => undefined);
  }

  async #attempt(command: Command): Promise<Answer> {
    const client = await this.#connected();
    try {
      await client.query('begin');
      const me = await assume(client, this.#identity(command.person));
      const { text, values } = statement(command);
      const { answer } = await me.one<{ answer: Answer }>(text, values);
      await client.query('commit');
      return answer;
    } catch (error) {
      await client.query('rollback').catch(() => this.#forget());
      throw named(error);
    }
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client !== undefined) return this.#client;
    const client = new pg.Client({ connectionString: this.#url, connectionTimeoutMillis: 10_000 });
    client.on('error', () => this.#forget());
    try {
      await client.connect();
    } catch (error) {
      throw named(error);
    }
    this.#client = client;
    return client;
  }

  #forget(): void {
    void this.#client?.end().catch(() => undefined);
    this.#client = undefined;
  }

  #identity(person: Person): Identity {
    const identity = this.#identities.get(person);
    if (identity === undefined) throw new Error(`${person} is not signed in`);
    return identity;
  }
}

/** Signs everybody in, before anything breaks. */
export async function signInAll(
  url: string,
  people: readonly Person[],
): Promise<Map<Person, Identity>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const identities = new Map<Person, Identity>();
  for (const person of people) identities.set(person, await identify(client, person));
  await client.end();
  return identities;
}

/** Arguments by name, so that a new optional one changes nothing here. */
function statement(command: Command): { text: string; values: unknown[] } {
  const values: unknown[] = [command.clientKey];
  const given = Object.entries(command.arguments).map(([name, value]) => {
    if (isLines(value)) {
      values.push(JSON.stringify(value.rows));
      return `${name} => array(select jsonb_populate_recordset(null::${value.type},
        $${values.length}))`;
    }
    if (isFound(value)) {
      values.push(value.by);
      return `${name} => array(${value.found.replace('$by', `$${values.length}`)})`;
    }
    values.push(value);
    return `${name} => $${values.length}`;
  });
  return {
    text: `select to_jsonb(answer) as answer from ${command.name}(${[
      'client_key => $1',
      ...given,
    ].join(', ')}) as answer`,
    values,
  };
}

const isLines = (value: unknown): value is Lines =>
  typeof value === 'object' && value !== null && 'rows' in value;

const isFound = (value: unknown): value is Found =>
  typeof value === 'object' && value !== null && 'found' in value;

const isRefusal = (code: string): boolean => code.startsWith('SD');

/**
 * Serialization, deadlock, lock timeout, out of time (BUSY); the server going down, up, or away.
 */
const isWorthRepeating = (code: string): boolean =>
  ['40001', '40P01', '55P03', '57014', 'gone'].includes(code) || /^(57P0|08)/.test(code);

/** An error of the connection has no SQLSTATE; `gone` stands for all of them. */
function named(error: unknown): Error {
  if (!(error instanceof Error)) throw error;
  // as the server does, see isWorthRetrying there
  if (error.message.startsWith('new multixact has more than one updating member'))
    return Object.assign(error, { code: '40001' });
  const code = 'code' in error ? String(error.code) : '';
  return /^[0-9A-Z]{5}$/.test(code) ? error : Object.assign(error, { code: 'gone' });
}
