// Codegen writes the documents of all pages into one module, which a bundler can only load whole.
// In the build each document becomes a module of its own, so that a page brings what it asks for.
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const generated = /^(.*\/gql\/graphql\.ts)\?document=(\w+)$/;
const imports = /import \{([^}]*)\} from '([^']*\/gql\/graphql\.ts)';/g;

export function splitDocuments(): Plugin {
  return {
    name: 'split-documents',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('/web/src/') || !code.includes('/gql/graphql.ts')) return null;
      return code.replace(imports, (_whole, names: string, from: string) =>
        names
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '' && !name.startsWith('type '))
          .map((name) => `import { ${name} } from '${from}?document=${name}';`)
          .join(' '),
      );
    },
    load(id) {
      const [, file, name] = generated.exec(id) ?? [];
      if (file === undefined || name === undefined) return null;
      const document = new RegExp(
        `^export const ${name} = (\\{.*\\}) as unknown as DocumentNode<`,
        'm',
      ).exec(readFileSync(file, 'utf8'))?.[1];
      if (document === undefined) throw new Error(`${file} has no document ${name}`);
      return `export const ${name} = ${document};`;
    },
  };
}
