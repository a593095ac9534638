import { repositoryRoot } from './entries.ts';
import { checkLicences } from './licenses.ts';

// npm run check:licenses: licences of every package in the lockfile, exact versions, and a reason for each dependency.
const complaints = checkLicences(repositoryRoot);
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length === 0 ? 0 : 1;
