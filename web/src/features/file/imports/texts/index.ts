import { addTexts } from '../../../../lib/i18n.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

addTexts('imports', { vi, en });
