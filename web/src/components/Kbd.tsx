import Box from '@mui/material/Box';

/**
 * The key that does what its button says: seen where there is a keyboard, not part of the button's
 * name.
 */
export function Kbd({ children }: { children: string }) {
  return (
    <Box component="kbd" aria-hidden="true" sx={keyStyle}>
      {children}
    </Box>
  );
}

const keyStyle = {
  display: { xs: 'none', md: 'inline-block' },
  ml: 2,
  px: 1,
  font: 'inherit',
  fontSize: 11,
  lineHeight: '17px',
  fontWeight: 500,
  border: '1px solid',
  borderColor: 'currentcolor',
  borderRadius: '4px',
  whiteSpace: 'nowrap',
};
