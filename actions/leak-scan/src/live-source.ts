import { findJobPages } from '@sallyport/actions-logs';
import { scanFiles } from './files-source.ts';
import type { Source } from './scan.ts';

const tailNote =
  'Not seen: the last few kilobytes before this step, which the runner had not written to disk yet, and whatever is printed after it.';

/** Source `live`: the pages of this job's log that the runner has not uploaded yet. */
export const liveSource: Source = async ({ runner, settings, limit, worker }) => {
  const pages = findJobPages(process.execPath);
  if (pages === undefined || pages.length === 0) {
    const reason =
      'The runner keeps no pages of it where this step can read them (job container, or another runner). Scan it afterwards with `source: run`.';
    return { gathered: { texts: [], unread: [{ file: 'log of this job', reason }], excluded: [] } };
  }
  const files = pages.map(({ path, bytes, number }) => ({
    path,
    size: bytes,
    name: `page ${number} of this job's log`,
  }));
  const gathered = await scanFiles(files, {
    settings,
    limit,
    worker,
    cancelled: runner.cancelled,
    progress: () => {},
  });
  const gone = pages[0]!.number - 1;
  const uploaded =
    gone === 0
      ? []
      : [
          {
            file: 'log of this job',
            reason: `Its first ${gone} pages of 8 MiB are uploaded already. Scan it afterwards with \`source: run\`.`,
          },
        ];
  return { gathered: { ...gathered, unread: [...gathered.unread, ...uploaded] }, notes: [tailNote] };
};
