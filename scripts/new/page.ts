import { blank, inContext, wordsOf, type Tree } from './files.ts';

/** A page of the application with its address, its texts in both languages and its test. */
export function newPage(tree: Tree, place: string): void {
  const { schema, name } = inContext(tree, place);
  const { pascal, camel, snake } = wordsOf(name);
  const folder = `web/src/features/${schema}`;
  if (!tree.has(`${folder}/texts/vi.ts`))
    throw new Error(`${folder}/texts has no vi.ts: the context has no page yet, begin with one.`);
  const component = `${pascal}Page`;
  tree.create(`${folder}/${component}.tsx`, componentFile(schema, camel, component));
  tree.create(`${folder}/${component}.test.tsx`, testFile(component));
  for (const language of ['vi', 'en']) {
    tree.insertBefore(
      `${folder}/texts/${language}.ts`,
      '\n};',
      `\n  ${camel}Page: { title: '${blank('title')}', lead: '${blank('what the page is for')}' },`,
    );
  }
  tree.insertBefore(
    'web/src/lib/paths.ts',
    '} as const;\n\nexport const issuePath',
    `  ${camel}Page: '/${snake.replaceAll('_', '-')}',\n`,
  );
  // among the pages of its context, which bring its texts
  const load = `() => import('../features/${schema}/${component}.tsx')`;
  tree.insertAfter(
    'web/src/app/routes.tsx',
    `'${schema}'], {\n`,
    `    ${camel}Page: named(${load}, '${component}'),\n`,
  );
  tree.insertAfter(
    'CHANGELOG.md',
    '### Added\n\n',
    `- ${blank('what people do on the new page')}\n`,
  );
}

const componentFile = (schema: string, camel: string, component: string): string => `\
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../components/PageHead.tsx';

/** ${blank('what people do here')}. */
export function ${component}() {
  const { t } = useTranslation('${schema}');
  return (
    <>
      <PageHead title={t('${camel}Page.title')} />
      <Typography color="textSecondary">{t('${camel}Page.lead')}</Typography>
    </>
  );
}
`;

const testFile = (component: string): string => `\
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { salesSession, show } from '../../test_render.tsx';
import { ${component} } from './${component}.tsx';

it('says what it is for', async () => {
  show(<${component} />, { session: salesSession, answers: {} });

  expect(await screen.findByRole('heading', { level: 1 })).toBeVisible();
});
`;
