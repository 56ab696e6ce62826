// Items, units and suppliers in tests: commands by name, so that a test reads like the office.
import { randomUUID } from 'node:crypto';
import type { Actor, Refusal } from './actor.ts';

/** Arguments of a command by name; null stands for a missing value. */
export type Given = Record<string, unknown>;

export interface Master {
  id: string;
  version: number;
  updated_by: string | null;
  is_active: boolean;
  [column: string]: unknown;
}

function call(command: string, given: Given): { text: string; values: unknown[] } {
  const named = { client_key: randomUUID(), ...given };
  const names = Object.keys(named);
  return {
    text: `select to_jsonb(m) || jsonb_build_object('id', m.id::text) as row
      from ${command}(${names.map((name, at) => `${name} => $${at + 1}`).join(', ')}) as m`,
    values: Object.values(named),
  };
}

/** Gives a command and returns the row it made or changed. */
export async function order(me: Actor, command: string, given: Given): Promise<Master> {
  const { text, values } = call(command, given);
  return (await me.one<{ row: Master }>(text, values)).row;
}

export function orderRefused(me: Actor, command: string, given: Given): Promise<Refusal> {
  const { text, values } = call(command, given);
  return me.refusal(text, values);
}

/** An item, unit or supplier as it stands now, with its key as text. */
export async function nowOf(
  me: Actor,
  table: 'item' | 'unit' | 'supplier',
  word: string,
): Promise<Master> {
  const column = { item: 'sku', unit: 'name', supplier: 'name' }[table];
  return (
    await me.one<{ row: Master }>(
      `select to_jsonb(t) || jsonb_build_object('id', t.id::text) as row
     from inventory.${table} as t where t.${column} = $1`,
      [word],
    )
  ).row;
}
