import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, Navigate, useParams } from 'react-router';
import { EmptyState } from '../../components/EmptyState.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { paths, reportPath } from '../../lib/paths.ts';
import { useSession } from '../../lib/session.ts';
import { AgeingReport } from './AgeingReport.tsx';
import { DebtReport } from './DebtReport.tsx';
import { RankingReport } from './RankingReport.tsx';
import { SalesReport } from './SalesReport.tsx';
import { StockReport } from './StockReport.tsx';

const reports = [
  { key: 'doanh-so', Report: SalesReport, scopes: ['report:read'] },
  { key: 'cong-no', Report: DebtReport, scopes: ['report:read'] },
  { key: 'ton-kho', Report: StockReport, scopes: ['report:read', 'inventory:adjust'] },
  { key: 'tuoi-no', Report: AgeingReport, scopes: ['report:read'] },
  { key: 'xep-hang', Report: RankingReport, scopes: ['report:read'] },
] as const;

/** One report, and the way to the others that this person reads. */
export function ReportPage() {
  const { t } = useTranslation(['report', 'form']);
  const { can } = useSession();
  const { report: asked } = useParams();
  const open = reports.filter(({ scopes }) => scopes.some((scope) => can(scope)));
  const shown = open.find(({ key }) => key === asked);
  if (open[0] && !asked) return <Navigate to={reportPath(open[0].key)} replace />;
  if (!shown)
    return (
      <>
        <PageHead title={t('title')} />
        <EmptyState text={t('form:noRight')} />
      </>
    );
  const { Report, key } = shown;
  return (
    <>
      <PageHead key={key} title={t(`kinds.${key}`)} />
      <Box
        component="nav"
        aria-label={t('title')}
        className="no-print"
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          gap: 1,
          mb: 4,
          borderBottom: '1px solid',
          borderColor: 'divider',
        }}
      >
        {open.map((report) => (
          <Link
            key={report.key}
            component={RouterLink}
            to={reportPath(report.key)}
            underline="none"
            sx={tabStyle(report.key === key)}
            {...(report.key === key ? { 'aria-current': 'page' as const } : {})}
          >
            {t(`kinds.${report.key}`)}
          </Link>
        ))}
        <Link
          component={RouterLink}
          to={paths.exports}
          underline="none"
          sx={{ ...tabStyle(false), ml: { md: 'auto' } }}
        >
          {t('exported')}
        </Link>
      </Box>
      <Report />
    </>
  );
}

const tabStyle = (isHere: boolean) => ({
  px: 3,
  py: 2,
  minHeight: { xs: 44, md: 36 },
  mb: '-1px',
  borderBottom: '2px solid',
  fontWeight: isHere ? 600 : 500,
  borderColor: isHere ? 'primary.main' : 'transparent',
  color: isHere ? 'primary.main' : 'text.secondary',
});
