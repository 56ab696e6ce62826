import { addTexts } from '../../../lib/i18n.ts';
import { en } from './en.ts';
import { en as goodsEn } from './goods_en.ts';
import { vi as goodsVi } from './goods_vi.ts';
import { vi } from './vi.ts';

addTexts('inventory', { vi, en });
addTexts('goods', { vi: goodsVi, en: goodsEn });

declare module '../../../lib/i18n.ts' {
  interface Texts {
    inventory: typeof vi;
    goods: typeof goodsVi;
  }
}
