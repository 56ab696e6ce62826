// The operations of the web application by their hash: server/graphql/trusted_documents.json, the
// only ones that a production server runs.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addTypenameToDocument } from '@apollo/client/utilities';
import { parse, print } from 'graphql';
import { repositoryRoot } from '../db/tools/env.ts';

const generated = join(repositoryRoot, 'web', 'src', 'gql', 'persisted-documents.json');
const trusted = join(repositoryRoot, 'server', 'graphql', 'trusted_documents.json');

/** Codegen can write beside the documents only, where a bundler would find the list. */
export function moveTrustedDocuments(): void {
  const found = JSON.parse(readFileSync(generated, 'utf8')) as Record<string, string>;
  const documents = Object.entries(found)
    .map(([hash, text]) => [hash, asSent(text)] as const)
    // by their text, so that a change shows as a change and not as another order
    .toSorted(([, one], [, other]) => (one < other ? -1 : 1));
  writeFileSync(trusted, `${JSON.stringify(Object.fromEntries(documents), null, 2)}\n`);
  rmSync(generated);
}

/** Apollo's cache needs the type of every object, and asks for it behind the writer's back. */
const asSent = (text: string): string => print(addTypenameToDocument(parse(text)));
