import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readSetting, type Bench } from './harness.ts';
import { renderReport, type BenchResult } from './harness-table.ts';

// npm run bench [-- <name> …]: every bench/*.ts that exports `bench`, or the named ones; one table at the end.
const wanted = process.argv.slice(2);
const benches = await findBenches();
const unknown = wanted.filter((name) => !benches.some((bench) => bench.name === name));

if (unknown.length > 0) {
  console.error(
    `no benchmark ${unknown.join(', ')}; there are: ${benches.map(({ name }) => name).join(', ')}`,
  );
  process.exitCode = 1;
} else {
  const setting = readSetting(process.env);
  const results: BenchResult[] = [];
  for (const bench of benches.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    console.error(`${bench.name}: ${bench.description}`);
    results.push({ bench, outcomes: await bench.run(setting) });
  }
  const report = renderReport(results);
  for (const line of report.lines) console.log(line);
  process.exitCode = report.ok ? 0 : 1;
}

async function findBenches(): Promise<Bench[]> {
  const files = readdirSync(import.meta.dirname).filter(
    (file) => file.endsWith('.ts') && file !== 'run.ts' && !file.startsWith('harness'),
  );
  const modules = await Promise.all(
    files.sort().map((file) => import(pathToFileURL(join(import.meta.dirname, file)).href)),
  );
  return (modules as readonly { readonly bench?: Bench }[]).flatMap(({ bench }) => bench ?? []);
}
