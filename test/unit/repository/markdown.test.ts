import { describe, expect, test } from '@jest/globals';
import { replaceBetween, table } from '../../../scripts/docs-generator.ts';
import { renderErrors } from '../../../scripts/errors-docs.ts';
import { generate } from '../../../scripts/actions-docs.ts';
import { anchors, fencedBlocks, links, section, slugOf } from '../../../scripts/markdown.ts';
import { markdownFaults } from '../../../scripts/markdown-faults.ts';
import { plantTree } from './temporary-tree.ts';

describe('reading Markdown', () => {
  test.each([
    ['Set-up in two lines', 'set-up-in-two-lines'],
    ['`inputs/missing`', 'inputsmissing'],
    ['1.2 What, and why?', '12-what-and-why'],
    ['A [link](x.md) in it', 'a-link-in-it'],
    ['Über snake_case', 'über-snake_case'],
  ])('the anchor of %p is %p', (heading, slug) => {
    expect(slugOf(heading)).toBe(slug);
  });

  test('repeated headings get numbers, hand-set anchors count, code does not', () => {
    const text = '# A\n## A\n<a id="own"></a>\n```sh\n# comment\n```\n';
    expect([...anchors(text)]).toEqual(['a', 'a-1', 'own']);
  });

  test('links: inline, pictures, definitions; none inside code', () => {
    const text =
      '[a](a.md "t") ![b](<b.png>)\n[c]: c.md\n`[d](d.md)`\n```\n[e](e.md)\n```\n[f](f.md#x_(y))\n';
    expect(links(text).map(({ target }) => target)).toEqual(['a.md', 'b.png', 'c.md', 'f.md#x_(y)']);
  });

  test('fenced blocks: language, text without the indent of the fence, longer fences', () => {
    const text = '- item\n\n  ```yaml\n  a:\n    b: 1\n  ```\n\n````md\n```\ninner\n```\n````\n';
    expect(fencedBlocks(text)).toEqual([
      { language: 'yaml', text: 'a:\n  b: 1\n', line: 2 },
      { language: 'md', text: '```\ninner\n```\n', line: 7 },
    ]);
  });

  test('a section ends at the next heading of its level', () => {
    expect(section('# A\n## B\nb\n### C\nc\n## D\nd\n', 'B')).toBe('b\n### C\nc');
    expect(section('# A\n', 'B')).toBeUndefined();
  });
});

const action = 'inputs:\n  claims:\n    description: The policy.\n';

describe('faults of Markdown files', () => {
  test.each<{ name: string; text: string; faults: string[] }>([
    {
      name: 'good links',
      text: '[a](docs/a.md#part) [b](#top) [c](docs) [d](https://x.invalid/y)\n\n# Top\n',
      faults: [],
    },
    { name: 'no such file', text: '[a](docs/b.md)', faults: ['README.md:1: docs/b.md: no such file'] },
    {
      name: 'no such heading',
      text: 'x\n[a](docs/a.md#no)',
      faults: ['README.md:2: docs/a.md#no: no such heading'],
    },
    { name: 'no such heading here', text: '[a](#no)', faults: ['README.md:1: #no: no such heading'] },
    {
      name: 'a heading of a folder',
      text: '[a](docs#x)',
      faults: ['README.md:1: docs#x: a folder has no headings'],
    },
    {
      name: 'a broken escape',
      text: '[a](docs/%zz.md)',
      faults: ['README.md:1: docs/%zz.md: is not percent-encoded correctly'],
    },
    { name: 'a line that is there', text: '[a](actions/x/action.yml#L2)', faults: [] },
    {
      name: 'a line that is not',
      text: '[a](actions/x/action.yml#L99)',
      faults: ['README.md:1: actions/x/action.yml#L99: no such line'],
    },
    { name: 'good YAML', text: '```yaml\n- uses: ./actions/x\n  with:\n    claims: a\n```\n', faults: [] },
    {
      name: 'a duplicate key',
      text: '```yml\na: 1\na: 2\n```\n',
      faults: ['README.md:1: YAML: Map keys must be unique at line 2, column 1:'],
    },
    {
      name: 'an input that does not exist',
      text: '\n```yaml\n- uses: OWNER/sallyport/actions/x@SHA\n  with:\n    claim: a\n```\n',
      faults: ['README.md:2: YAML: x has no input claim'],
    },
    {
      name: 'a whole workflow with a key that does not exist',
      text: '```yaml\non: push\njobs:\n  a:\n    runs-on: x\n    stepz: []\n```\n',
      faults: ["README.md:1: YAML: (Line: 5, Col: 5): Unexpected value 'stepz'"],
    },
  ])('$name', ({ text, faults }) => {
    const root = plantTree({ 'README.md': text, 'docs/a.md': '# Part\n', 'actions/x/action.yml': action });
    expect(markdownFaults(root)).toEqual(faults);
  });
});

describe('generated texts', () => {
  test('stand between their markers; everything else stays', () => {
    const text = 'a\n<!-- x:start -->\nold\n<!-- x:end -->\nb\n';
    expect(replaceBetween(text, 'x', 'new', 'f')).toBe('a\n<!-- x:start -->\n\nnew\n\n<!-- x:end -->\nb\n');
  });

  test.each([
    ['no marker', 'a'],
    ['no end', '<!-- x:start -->'],
    ['the wrong order', '<!-- x:end --><!-- x:start -->'],
    ['two starts', '<!-- x:start --><!-- x:start --><!-- x:end -->'],
  ])('need both markers: %s', (_, text) => {
    expect(() => replaceBetween(text, 'x', 'new', 'f.md')).toThrow('f.md needs');
  });

  test('table cells stay in their column and line', () => {
    expect(table(['a'], [['x | y\nz']])).toBe('| a |\n| --- |\n| x \\| y z |');
  });

  test('inputs, aliases and outputs of an action', () => {
    const yaml = [
      'inputs:',
      '  role: { description: The role., required: true }',
      '  timeout-seconds: { description: For all., default: 60 }',
      '  role-arn: { description: "Another name of `role`." }',
      'outputs:',
      '  subject: { description: Who. }',
    ].join('\n');
    const readme =
      '<!-- inputs:start -->\n<!-- inputs:end -->\n<!-- outputs:start -->\n<!-- outputs:end -->\n';
    const root = plantTree({ 'actions/x/action.yml': yaml, 'actions/x/README.md': readme });
    const [file] = generate(root);
    expect(file?.path).toBe('actions/x/README.md');
    for (const row of [
      '| `role` | (required) | The role. |',
      '| `timeout-seconds` | `60` | For all. |',
      '| `role-arn` | Another name of `role`. |',
      '| `subject` | Who. |',
    ]) {
      expect(file?.text.split('\n')).toContain(row);
    }
  });

  test('an action without a README is named', () => {
    expect(() => generate(plantTree({ 'actions/x/action.yml': action }))).toThrow(
      'actions/x/README.md is missing',
    );
  });

  test('errors: a section per area, an anchor per code, every text', () => {
    const entry = { what: 'W.', why: 'Y.', remedy: 'R.' };
    const text = renderErrors({ 'b/two': entry, 'a/one': entry, 'b/one': entry });
    expect([...anchors(text)].filter((anchor) => /^[ab]/.test(anchor))).toEqual(
      expect.arrayContaining(['a', 'b', 'a-one', 'b-one', 'b-two']),
    );
    expect(text.indexOf('`b/one`')).toBeLessThan(text.indexOf('`b/two`'));
    expect(text).toContain('**What to do:** R.');
  });
});
