import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCaller } from '../services/caller.ts';
import { type ExampleServices, startExampleServices } from '../services/scene.ts';

const folder = join(import.meta.dirname, '..', '..', 'workflow-templates');
const templates = readdirSync(folder)
  .filter((name) => name.endsWith('.yml'))
  .map((name) => name.slice(0, -'.yml'.length));
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** What GitHub shows of a template. Source: docs.github.com, "Creating workflow templates for your organization". */
interface Properties {
  readonly name: string;
  readonly description: string;
  readonly iconName: string;
  readonly categories?: readonly string[];
  readonly filePatterns?: readonly string[];
}

/** General categories of the starter workflows; others are names of languages. */
const categories = [
  'Automation',
  'Code scanning',
  'Continuous integration',
  'Deployment',
  'Dependency management',
];

describe('templates', () => {
  test('are there, and nothing else is', () => {
    expect(templates.length).toBeGreaterThan(0);
    const expected = templates.flatMap((name) => [`${name}.yml`, `${name}.properties.json`]);
    const icons = readdirSync(folder).filter((name) => name.endsWith('.svg'));
    expect(readdirSync(folder).toSorted()).toEqual([...expected, ...icons].toSorted());
  });

  test.each(templates)('%s has the properties that GitHub asks for', (template) => {
    const properties = JSON.parse(read(`${template}.properties.json`)) as Properties;
    const known = ['name', 'description', 'iconName', 'categories', 'filePatterns', 'creator'];
    expect(Object.keys(properties).filter((key) => !known.includes(key))).toEqual([]);
    expect(properties.name).toMatch(/\S/);
    expect(properties.description).toMatch(/\S/);
    expect(properties.categories?.filter((category) => !categories.includes(category)) ?? []).toEqual([]);
    // An icon of ours is a file beside it, named without its ending.
    expect(existsSync(join(folder, `${properties.iconName}.svg`))).toBe(true);
    for (const pattern of properties.filePatterns ?? []) expect(() => new RegExp(pattern)).not.toThrow();
  });

  test.each(templates)('%s names the default branch by the placeholder alone', (template) => {
    expect(read(`${template}.yml`)).toContain('$default-branch');
    expect(read(`${template}.yml`)).not.toMatch(/\b(?:main|master)\b/);
  });

  test.each(readdirSync(folder).filter((name) => name.endsWith('.svg')))('%s is an inert picture', (icon) => {
    expect(read(icon)).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(read(icon)).not.toMatch(/<script|\son\w+=|href=/i);
  });
});

describe('a repository made from a template', () => {
  let services: ExampleServices;
  beforeAll(async () => {
    services = await startExampleServices();
  });
  afterAll(() => services.close());

  /** As GitHub writes it into a repository whose default branch is `trunk`. */
  async function run(template: string, ref: string): Promise<string> {
    const workflow = read(`${template}.yml`).replaceAll('$default-branch', 'trunk');
    const caller = createCaller(services, {
      '.github/workflows/made.yml': workflow,
      Makefile: 'build:\n\tmkdir dist && echo page > dist/index.html\n',
    });
    const { result } = await caller.run(workflow, {
      vars: { AWS_REGION: 'eu-central-1' },
      event: { name: 'push', ref },
    });
    caller.remove();
    return result.conclusion;
  }

  test.each(templates)('%s runs as it is', async (template) => {
    expect(await run(template, 'refs/heads/trunk')).toBe('success');
  });

  test('sallyport-release refuses another branch', async () => {
    expect(await run('sallyport-release', 'refs/heads/feature')).toBe('failure');
  });
});
