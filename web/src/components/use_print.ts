import { useApolloClient } from '@apollo/client/react';
import type { ApolloClient } from '@apollo/client';
import { useTranslation } from 'react-i18next';
import { ExportWatchDocument, StartExportDocument } from '../gql/graphql.ts';
import { RefusalError } from '../lib/http.ts';
import { shownFilePath } from '../lib/paths.ts';
import { useFormat } from '../lib/use_format.ts';
import type { ExportKind } from './ExportButton.tsx';
import { useCommand } from './form/use_command.ts';

/** A slip is there in a moment; a thick file takes a while, and somebody looks at it meanwhile. */
const FIRST_LOOKS_MS = 120;
const LATER_LOOKS_MS = 700;
const MANY_LOOKS = 20;
const GIVE_UP_MS = 120_000;

/** What the worker says of a file, as if the command had said it. */
const refusal = (code: string) => new RefusalError({ code, details: {}, traceId: null, status: 0 });

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until a file is made; what kept it from being made is thrown as a refusal. */
async function untilMade(client: ApolloClient, id: string) {
  const began = Date.now();
  for (let looks = 0; Date.now() - began < GIVE_UP_MS; looks += 1) {
    await pause(looks < MANY_LOOKS ? FIRST_LOOKS_MS : LATER_LOOKS_MS);
    const { data } = await client.query({
      query: ExportWatchDocument,
      variables: { id },
      fetchPolicy: 'network-only',
    });
    const job = data?.export?.longJob;
    if (job?.status === 'done') return;
    if (job?.status === 'failed' || job?.status === 'cancelled' || !job)
      throw refusal(job?.problem ?? 'NOT_FOUND');
  }
  throw refusal('INTERNAL');
}

/** A list of keys stays a list. */
export type PrintParameters = Readonly<
  Record<string, string | readonly string[] | null | undefined>
>;

/**
 * Has a paper made and shows it in a tab of its own, ready for the printer. The tab is opened at
 * the click, because a browser keeps later ones shut.
 */
export function usePrint() {
  const { t } = useTranslation('export');
  const { language } = useFormat();
  const client = useApolloClient();
  const command = useCommand();

  function print(what: ExportKind, parameters: PrintParameters) {
    const tab = window.open('', '_blank');
    if (tab) tab.document.title = t('preparing');
    const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value));
    return command.send(
      async () => {
        const { data } = await client.mutate({
          mutation: StartExportDocument,
          variables: {
            input: {
              // each paper is a file of its own, also when it is printed again
              clientKey: crypto.randomUUID(),
              what,
              format: 'pdf',
              parameters: { ...given, language },
            },
          },
        });
        const id = data?.startExport?.export?.id;
        if (id === undefined) throw refusal('INTERNAL');
        await untilMade(client, id);
        if (tab) tab.location.replace(shownFilePath(id));
        else window.location.assign(shownFilePath(id));
      },
      () => tab?.close(),
    );
  }

  return { print, command };
}
