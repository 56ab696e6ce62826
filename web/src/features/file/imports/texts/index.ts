import { addTexts } from '../../../../lib/i18n.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

addTexts('imports', { vi, en });

declare module '../../../../lib/i18n.ts' {
  interface Texts {
    imports: typeof vi;
  }
}
