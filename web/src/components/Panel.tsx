import Box from '@mui/material/Box';
import type { SxProps, Theme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import { useId } from 'react';
import type { ReactNode } from 'react';

interface Props {
  title?: string;
  /** Beside the title, at the right. */
  aside?: ReactNode;
  children: ReactNode;
  /** True when a table reaches the borders. */
  isFlush?: boolean;
  sx?: SxProps<Theme>;
}

/** A bordered part of a page; never one inside another. */
export function Panel({ title, aside, children, isFlush = false, sx }: Props) {
  const id = useId();
  return (
    <Box
      component="section"
      aria-labelledby={title ? id : undefined}
      className="panel"
      sx={[panelStyle, ...(Array.isArray(sx) ? sx : [sx ?? false])]}
    >
      {title && (
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            alignItems: 'center',
            columnGap: 2,
            px: 4,
            py: 1,
            minHeight: 48,
          }}
        >
          <Typography component="h2" variant="h2" id={id}>
            {title}
          </Typography>
          <Box className="no-print" sx={{ ml: 'auto' }}>
            {aside}
          </Box>
        </Box>
      )}
      <Box sx={isFlush ? {} : { px: 4, pb: 4, pt: title ? 0 : 4 }}>{children}</Box>
    </Box>
  );
}

const panelStyle = {
  bgcolor: 'background.paper',
  border: '1px solid',
  borderColor: 'divider',
  borderRadius: 1,
  minWidth: 0,
};
