import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { parseDocument } from 'yaml';
import { loadExamples } from '../packages/separation/src/example-input.ts';
import { rules, type ExampleFiles, type Rule, type RuleExamples } from '../packages/separation/src/index.ts';
import { actionRows } from '../packages/separation/src/tables/actions.ts';
import { deployRows, strongKinds } from '../packages/separation/src/tables/deploy-commands.ts';
import { treeCodeRows } from '../packages/separation/src/tables/tree-code.ts';
import { incidents } from '../test/unit/separation/incidents.ts';
import { replaceBetween, table, type GeneratedFile } from './docs-generator.ts';

const generated = (from: string): string =>
  `<!-- Generated from ${from} by \`npm run docs\`: edit there. -->`;

/** `docs/rules/`: a page per rule, the list, the tables and the incidents; and the list in the package's README. */
export async function generate(root: string): Promise<GeneratedFile[]> {
  const readme = 'packages/separation/README.md';
  return [
    ...(await Promise.all(
      rules.map(async (rule) => ({
        path: `docs/rules/${rule.id}.md`,
        text: rulePage(rule, await loadExamples(rule)),
      })),
    )),
    { path: 'docs/rules/README.md', text: listPage() },
    { path: 'docs/rules/tables.md', text: tablesPage() },
    { path: 'docs/rules/incidents.md', text: incidentsPage() },
    { path: schemaPath, text: await schemaWithRules(readFileSync(join(root, schemaPath), 'utf8')) },
    {
      path: readme,
      text: replaceBetween(
        readFileSync(join(root, readme), 'utf8'),
        'rules',
        ruleTable('../../docs/rules/'),
        readme,
      ),
    },
  ];
}

const schemaPath = 'docs/schema/sallyport.schema.json';

/** The schema with the ids of all rules, so that editors complete them. */
function schemaWithRules(text: string): Promise<string> {
  const ids = rules.map(({ id }) => JSON.stringify(id)).join(', ');
  const filled = text.replace(/"rule": \{\s*"enum": \[[^\]]*\]/, `"rule": { "enum": [${ids}]`);
  return format(filled, { parser: 'json', printWidth: 110 });
}

function rulePage(rule: Rule, examples: RuleExamples): string {
  return [
    `# ${rule.id}`,
    generated(`packages/separation/src/rules/${rule.id}.ts`),
    `**${rule.title}.** Tier: ${rule.tier}.`,
    rule.reason,
    `**What to do.** ${rule.remedy}`,
    `**Why this tier.** ${rule.tierReason}`,
    '## Before',
    ...example(examples.before),
    '## After',
    ...example(examples.after),
    ...names('Also violated', examples.violated),
    ...names('Unverifiable', examples.unverifiable ?? []),
    ...names('Holds', examples.holds),
    'Every example on this page is a test.',
    '',
  ].join('\n\n');
}

function example(files: string | ExampleFiles): readonly string[] {
  if (typeof files === 'string') return [fence(files)];
  return Object.entries(files).flatMap(([name, text]) => [`\`${name}\`:`, fence(text)]);
}

/** A file that is broken on purpose is shown as text. */
function fence(text: string): string {
  const language = parseDocument(text).errors.length === 0 ? 'yaml' : 'text';
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

function names(title: string, examples: readonly { readonly name: string }[]): readonly string[] {
  return examples.length === 0 ? [] : [`## ${title}`, examples.map(({ name }) => `- ${name}`).join('\n')];
}

function ruleTable(folder: string): string {
  const order = ['error', 'warning', 'note'];
  const sorted = [...rules].sort((a, b) => order.indexOf(a.tier) - order.indexOf(b.tier));
  return table(
    ['rule', 'tier', 'what'],
    sorted.map(({ id, tier, title }) => [`[\`${id}\`](${folder}${id}.md)`, tier, title]),
  );
}

function listPage(): string {
  return [
    '# Rules of separation',
    generated('packages/separation/src/rules'),
    'Each rule says of each job that it holds, is violated, or is unverifiable. The repository is `violated` when a rule of the error tier is, else `unverifiable` when one is, else `holds`. A rule may lower its tier for a reason that its page gives.',
    ruleTable(''),
    'What executes code of the tree and what deploys: [tables](tables.md). What each rule would have stopped: [incidents](incidents.md).',
    '',
  ].join('\n\n');
}

function tablesPage(): string {
  return [
    '# What executes, what deploys',
    generated('packages/separation/src/tables'),
    'The tables by which a job’s behaviour is read. An action that is not here, and whose text is not given through `remote`, is unknown, never harmless.',
    '## Commands that execute code of the tree',
    'Only where the job has a checkout or an artifact. `lifecycle` and `config` are no build: they lower a finding to a warning.',
    table(
      ['command', 'kind', 'source'],
      treeCodeRows.map(({ command, kind, source }) => [`\`${command}\``, kind, source]),
    ),
    '## Commands that deploy',
    `Only where the job holds a credential. ${[...strongKinds].map((kind) => `\`${kind}\``).join(', ')} reach beyond the repository; the others change only what belongs to it.`,
    table(
      ['command', 'kind', 'source'],
      deployRows.map(({ command, kind, source }) => [`\`${command}\``, kind, source]),
    ),
    '## Actions',
    table(
      ['action', 'effects', 'source'],
      actionRows.map(({ name, effects, source }) => [
        `\`${name}\``,
        [
          ...new Set(
            effects.map(({ effect }) => ('kind' in effect ? `${effect.does} (${effect.kind})` : effect.does)),
          ),
        ].join(', ') || 'none',
        source,
      ]),
    ),
    '',
  ].join('\n\n');
}

function incidentsPage(): string {
  return [
    '# Incidents',
    generated('test/unit/separation/incidents.ts'),
    'Attacks that went through a pipeline, written down anew from their public descriptions. Each is a test: before the fix the rule is violated, after it the repository holds.',
    table(
      ['when', 'what', 'bridge', 'rule'],
      incidents.map(({ when, name, bridge, rule }) => [when, name, bridge, `[\`${rule}\`](${rule}.md)`]),
    ),
    '',
  ].join('\n\n');
}
