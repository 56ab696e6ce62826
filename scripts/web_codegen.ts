import type { CodegenConfig } from '@graphql-codegen/cli';
import { fileURLToPath } from 'node:url';

const here = (path: string) => fileURLToPath(new URL(`../web/${path}`, import.meta.url));

/** How the typed documents of the page are made. */
export const codegenConfig: CodegenConfig = {
  schema: here('../server/schema.graphql'),
  documents: [here('src/**/*.graphql')],
  generates: {
    [here('src/gql/')]: {
      preset: 'client',
      // each document carries its hash, which is all that the page sends of it
      // (lib/trusted_documents.ts)
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: {
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        defaultScalarType: 'string',
        // Money and quantities are decimal strings from the database to the screen.
        scalars: {
          BigFloat: 'string',
          BigInt: 'string',
          Cursor: 'string',
          Date: 'string',
          Datetime: 'string',
          Dong: 'string',
          JSON: 'unknown',
          Quantity: 'string',
          UUID: 'string',
        },
      },
    },
  },
};
