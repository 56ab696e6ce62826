import { addTexts } from '../../../lib/i18n.ts';
import { en } from './en.ts';
import { en as entryEn } from './entry_en.ts';
import { vi as entryVi } from './entry_vi.ts';
import { en as goodsEn } from './goods_en.ts';
import { vi as goodsVi } from './goods_vi.ts';
import { en as queueEn } from './queue_en.ts';
import { vi as queueVi } from './queue_vi.ts';
import { vi } from './vi.ts';

addTexts('inventory', { vi, en });
addTexts('slipEntry', { vi: entryVi, en: entryEn });
addTexts('goods', { vi: goodsVi, en: goodsEn });
addTexts('requestQueue', { vi: queueVi, en: queueEn });

declare module '../../../lib/i18n.ts' {
  interface Texts {
    inventory: typeof vi;
    goods: typeof goodsVi;
    slipEntry: typeof entryVi;
    requestQueue: typeof queueVi;
  }
}
