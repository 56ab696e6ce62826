import type { vi } from './vi.ts';

export const en: typeof vi = {
  many: '{{count}}+',
  columns: 'Choose columns',
  density: 'Height of rows',
  densities: { dense: 'Dense, 32 px', usual: 'Usual, 40 px', airy: 'Airy, 48 px' },
  views: 'Views',
  noViews: 'No view is kept yet.',
  viewName: 'Name of this view',
  keepView: 'Keep',
  dropView: 'Drop the view {{name}}',
};
