export {
  type Job,
  jobOfMember,
  listJobs,
  openAttemptLogs,
  openJobLog,
  readJob,
  type Repository,
} from './jobs.ts';
export { findJobPages, type Page } from './pages.ts';
export { readZip, type ZipLimits, type ZipMember } from './zip/read-zip.ts';
