// Commands as people send them, by name, and what came of them.
import type { Answer } from './inspect.ts';
import type { Person } from './people.ts';
import type { Scan } from './scan.ts';

const upper = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** Sends a command with any selection to the server that takes any document. */
export const command = (
  { target }: Pick<Scan, 'target'>,
  { at }: Pick<Person, 'at'>,
  name: string,
  input: unknown,
  selection = '__typename',
): Promise<Answer> =>
  at
    .at(target.freeUrl)
    .graphql(
      `mutation M($input: ${upper(name)}Input!) { done: ${name}(input: $input) { ${selection} } }`,
      { input },
    );

type Told = Readonly<{
  /** What the command or query answered under `done`, null when it was refused. */
  done: unknown;
  /** Code of the first error. */
  code: string | undefined;
}>;

export function toldIn({ body }: Answer): Told {
  const { data, errors } = JSON.parse(body) as {
    data?: { done?: unknown } | null;
    errors?: { extensions: { code: string } }[];
    code?: string;
  };
  return { done: data?.done ?? null, code: errors?.[0]?.extensions.code };
}
