import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge, rows, rulesWithoutRow } from './table.ts';

// tsx test/runner/conformance/print.ts [--write]: runs every row, sound and with its fault, and prints the table;
// with --write it also goes into test/runner/README.md. Exit code 1 when a row does not hold or cannot fail.
const lines = [
  '| rule | what holds | source in actions/runner 2.336.0 | holds | red when broken |',
  '|---|---|---|---|---|',
];
let sound = rulesWithoutRow().length === 0;
for (const row of rows) {
  const { complaint, redUnderFault } = await judge(row);
  sound &&= complaint === undefined && redUnderFault;
  const cells = [
    row.rule,
    row.what,
    row.source,
    complaint === undefined ? 'yes' : 'NO',
    redUnderFault ? 'yes' : 'NO',
  ];
  lines.push(`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
}
lines.push('', `${rows.length} rows.`);
console.log(lines.join('\n'));
if (process.argv.includes('--write')) writeTable(lines.join('\n'));
process.exitCode = sound ? 0 : 1;

function writeTable(table: string): void {
  const file = join(import.meta.dirname, '..', 'README.md');
  const [start, end] = ['<!-- conformance:start -->', '<!-- conformance:end -->'];
  const text = readFileSync(file, 'utf8');
  const before = text.slice(0, text.indexOf(start) + start.length);
  writeFileSync(file, `${before}\n${table}\n${text.slice(text.indexOf(end))}`);
}
