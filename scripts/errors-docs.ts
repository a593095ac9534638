import { catalogue, type CatalogueEntry } from '../packages/errors/src/index.ts';
import type { GeneratedFile } from './docs-generator.ts';

/** `docs/errors.md` from the catalogue: a section per area, and per code an anchor (`/` becomes `-`). */
export function generate(): GeneratedFile[] {
  return [{ path: 'docs/errors.md', text: renderErrors(catalogue) }];
}

export function renderErrors(entries: Readonly<Record<string, CatalogueEntry>>): string {
  const codes = Object.keys(entries).sort();
  const areas = [...new Set(codes.map(areaOf))];
  return [
    '# Errors',
    '<!-- Generated from packages/errors/src/catalogue by `npm run docs`: edit the texts there. -->',
    'Every failure has a code that stays the same from release to release. The log, the annotation and the job summary ' +
      'of a run say more precisely what happened; here is what each code means in general.',
    ...areas.flatMap((area) => [
      `## ${area}`,
      ...codes.filter((code) => areaOf(code) === area).flatMap((code) => renderEntry(code, entries[code])),
    ]),
    '',
  ].join('\n\n');
}

function areaOf(code: string): string {
  return code.slice(0, code.indexOf('/'));
}

function renderEntry(code: string, entry: CatalogueEntry | undefined): string[] {
  if (entry === undefined) return [];
  return [
    `<a id="${code.replace('/', '-')}"></a>`,
    `### \`${code}\``,
    entry.what,
    `**Why:** ${entry.why}`,
    `**What to do:** ${entry.remedy}`,
  ];
}
