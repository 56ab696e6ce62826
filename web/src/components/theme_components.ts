import type { Components, Theme } from '@mui/material/styles';

const popupShadow = '0 8px 24px rgb(16 24 40 / 0.14)';
/**
 * Buttons draw no outline of their own accord; Enter acts on the one that has the focus, so it must
 * be seen.
 */
const ring = (theme: Theme) => ({
  '&:focus-visible': { outline: `2px solid ${theme.vars?.palette.primary.main}`, outlineOffset: 2 },
});

/** Fingers need 44 px; below the desktop breakpoint controls grow. */
const touch = '@media (max-width: 999.95px)';

export const componentStyles: Components<Theme> = {
  MuiCssBaseline: {
    styleOverrides: (theme) => ({
      body: { fontVariantNumeric: 'tabular-nums', overflowWrap: 'break-word' },
      '*:focus-visible': {
        outline: `2px solid ${theme.vars?.palette.primary.main}`,
        outlineOffset: 2,
      },
      'h1:focus, main:focus': { outline: 'none' },
      '@media (prefers-reduced-motion: reduce)': {
        '*, *::before, *::after': {
          animationDuration: '0.01ms !important',
          transitionDuration: '0.01ms !important',
        },
      },
    }),
  },
  MuiInputAdornment: {
    styleOverrides: { root: ({ theme }) => ({ color: theme.vars?.palette.text.secondary }) },
  },
  MuiButtonBase: { defaultProps: { disableRipple: true } },
  MuiButton: {
    defaultProps: { disableElevation: true },
    styleOverrides: {
      root: ({ theme }) => ({
        minHeight: 36,
        paddingInline: 14,
        [touch]: { minHeight: 44 },
        ...ring(theme),
      }),
      outlined: ({ theme }) => ({ borderColor: theme.vars?.palette.divider }),
    },
  },
  MuiIconButton: {
    styleOverrides: {
      root: ({ theme }) => ({
        color: 'inherit',
        borderRadius: 8,
        [touch]: { minWidth: 44, minHeight: 44 },
        ...ring(theme),
      }),
    },
  },
  MuiPaper: {
    defaultProps: { elevation: 0 },
    styleOverrides: { root: { backgroundImage: 'none' } },
  },
  MuiPopover: {
    styleOverrides: {
      paper: ({ theme }) => ({
        border: `1px solid ${theme.vars?.palette.divider}`,
        boxShadow: popupShadow,
      }),
    },
  },
  MuiAutocomplete: {
    styleOverrides: {
      paper: ({ theme }) => ({
        border: `1px solid ${theme.vars?.palette.divider}`,
        boxShadow: popupShadow,
        marginTop: 4,
      }),
      listbox: { padding: 4, maxHeight: 360 },
    },
  },
  MuiDialog: {
    styleOverrides: {
      paper: ({ theme }) => ({
        borderRadius: 12,
        border: `1px solid ${theme.vars?.palette.divider}`,
        boxShadow: popupShadow,
      }),
    },
  },
  MuiDialogTitle: {
    styleOverrides: { root: { fontSize: 16, fontWeight: 650, padding: '20px 24px 8px' } },
  },
  MuiDialogContent: { styleOverrides: { root: { padding: '8px 24px' } } },
  MuiDialogActions: { styleOverrides: { root: { padding: '12px 24px 20px' } } },
  MuiTextField: { defaultProps: { size: 'small' } },
  MuiOutlinedInput: {
    styleOverrides: {
      root: ({ theme }) => ({
        backgroundColor: theme.vars?.palette.background.paper,
        minHeight: 36,
        [touch]: { minHeight: 44, fontSize: 16 },
        '&:hover .MuiOutlinedInput-notchedOutline': {
          borderColor: theme.vars?.palette.text.secondary,
        },
      }),
      notchedOutline: ({ theme }) => ({ borderColor: theme.vars?.palette.line.field }),
      input: { paddingBlock: 7, [touch]: { paddingBlock: 10 } },
    },
  },
  MuiFormHelperText: { styleOverrides: { root: { marginInline: 0, fontSize: 12.5 } } },
  MuiTableCell: {
    styleOverrides: {
      root: ({ theme }) => ({
        fontSize: 13.5,
        padding: '0 12px',
        height: 40,
        borderColor: theme.vars?.palette.divider,
        '&:first-of-type': { paddingLeft: 16 },
        '&:last-of-type': { paddingRight: 16 },
      }),
      head: ({ theme }) => ({
        fontSize: 12,
        fontWeight: 600,
        height: 36,
        whiteSpace: 'nowrap',
        color: theme.vars?.palette.text.secondary,
        backgroundColor: theme.vars?.palette.background.paper,
      }),
      footer: ({ theme }) => ({
        fontSize: 13.5,
        fontWeight: 600,
        color: theme.vars?.palette.text.primary,
        borderBottom: 0,
      }),
    },
  },
  MuiChip: {
    styleOverrides: {
      root: { borderRadius: 6, fontWeight: 500, height: 22, fontSize: 12 },
      label: { paddingInline: 8 },
    },
  },
  MuiLink: { defaultProps: { underline: 'hover' } },
  MuiTooltip: { defaultProps: { enterDelay: 400 } },
  MuiListItemButton: { styleOverrides: { root: { borderRadius: 6 } } },
  MuiMenuItem: {
    styleOverrides: { root: { minHeight: 36, [touch]: { minHeight: 44 }, fontSize: 14 } },
  },
};
