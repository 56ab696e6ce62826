/** One grid for the head and the lines, so that columns stay aligned. */
export const lineColumns = {
  display: 'grid',
  columnGap: 2,
  alignItems: 'start',
  gridTemplateColumns: {
    xs: 'minmax(0, 1fr) 88px 64px 44px',
    md: 'minmax(150px, 1fr) 52px 88px 88px 108px 36px',
  },
};

/** Below 1000 px a line has two rows, so that neither name nor amount is cut. */
export const lineAreas = {
  px: 4,
  py: 2,
  rowGap: 1,
  borderBottom: '1px solid',
  borderColor: 'divider',
  gridTemplateAreas: {
    xs: '"item item item remove" "unit quantity amount amount"',
    md: '"item unit quantity price amount remove"',
  },
};
