export const vi = {
  many: '{{count}}+',
  columns: 'Chọn cột',
  density: 'Độ cao dòng',
  densities: { dense: 'Sát, 32 px', usual: 'Vừa, 40 px', airy: 'Thoáng, 48 px' },
  views: 'Góc nhìn',
  noViews: 'Chưa lưu góc nhìn nào.',
  viewName: 'Tên góc nhìn này',
  keepView: 'Lưu',
  dropView: 'Bỏ góc nhìn {{name}}',
};
