// The typed documents of the page (web/src/gql) and the list of its operations by their hash
// (server/graphql/trusted_documents.json), the only ones that a production server runs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { addTypenameToDocument } from '@apollo/client/utilities';
import { generate } from '@graphql-codegen/cli';
import { parse, print } from 'graphql';
import { repositoryRoot } from '../db/tools/env.ts';
import { codegenConfig } from './web_codegen.ts';

const trusted = join(repositoryRoot, 'server', 'graphql', 'trusted_documents.json');
/** Codegen would write it beside the documents, where a bundler finds it. */
const HASHES = 'persisted-documents.json';

/**
 * Makes both from server/schema.graphql and the .graphql files of the page; the names of what was
 * written come back. Error: a document that is wrong, with its place.
 */
export async function writeWebDocuments(): Promise<string[]> {
  const made = (await generate({ ...codegenConfig, silent: true }, false)) as {
    filename: string;
    content: string;
  }[];
  const hashes = made.find(({ filename }) => basename(filename) === HASHES);
  if (hashes === undefined) throw new Error(`codegen made no ${HASHES}`);
  // the server's list first: a page that is loaded anew asks at once
  return [
    { filename: trusted, content: trustedText(hashes.content) },
    ...made.filter((file) => file !== hashes),
  ]
    .filter(({ filename, content }) => written(filename, content))
    .map(({ filename }) => filename);
}

/** Writes what is not there yet; a file that stays the same is no news to whoever watches it. */
function written(filename: string, content: string): boolean {
  if (existsSync(filename) && readFileSync(filename, 'utf8') === content) return false;
  mkdirSync(dirname(filename), { recursive: true });
  writeFileSync(filename, content);
  return true;
}

function trustedText(hashes: string): string {
  const documents = Object.entries(JSON.parse(hashes) as Record<string, string>)
    .map(([hash, text]) => [hash, asSent(text)] as const)
    // by their text, so that a change shows as a change and not as another order
    .toSorted(([, one], [, other]) => (one < other ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(documents), null, 2)}\n`;
}

/** Apollo's cache needs the type of every object, and asks for it behind the writer's back. */
const asSent = (text: string): string => print(addTypenameToDocument(parse(text)));
