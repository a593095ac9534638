import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type StartedServices, startServices, workflowCommand } from '../../scripts/workflow.ts';
import { folderWith } from './runner-twin-scene.ts';

describe('npm run workflow', () => {
  async function command(workflow: string, ...args: string[]) {
    const file = join(folderWith({ 'w.yml': workflow }), 'w.yml');
    const lines: string[] = [];
    const code = await workflowCommand({ args: [file, ...args], print: (line) => lines.push(line) });
    return { code, text: lines.join('\n') };
  }

  test('prints the log, the annotations, the summary and the conclusion', async () => {
    const { code, text } = await command(
      `on: push\njobs: { job: { runs-on: x, steps: [{ run: 'echo "see $S"; echo "::warning file=a.js,line=3::look"; echo "# Sum" >> "$GITHUB_STEP_SUMMARY"', env: { S: '\${{ secrets.S }}' } }] } }\n`,
      '--secret',
      'S=some-secret',
    );
    expect(code).toBe(0);
    expect(text).toContain('job │ see ***');
    expect(text).toContain('  warning a.js:3: look');
    expect(text).toContain('  │ # Sum');
    expect(text).toContain('Run: success');
  });

  test.each<[string, string, number]>([
    ['a failure', 'on: push\njobs: { job: { runs-on: x, steps: [{ run: exit 1 }] } }\n', 1],
    ['a bad file', 'on: push\n', 3],
  ])('tells %s by its exit code', async (_, workflow, expected) => {
    expect((await command(workflow)).code).toBe(expected);
  });

  test('services are told of in one line and stopped; what the user gives wins', async () => {
    const workflow = `on: push\njobs: { job: { runs-on: x, steps: [{ run: 'echo "\${{ vars.A }} \${{ vars.B }} \${{ github.repository }} \${{ github.repository_id }}"' }] } }\n`;
    const file = join(folderWith({ 'w.yml': workflow }), 'w.yml');
    const lines: string[] = [];
    let stopped = 0;
    const services: StartedServices = {
      options: { vars: { A: 'theirs', B: 'theirs' }, repository: { name: 'octo/demo', id: '7' } },
      what: 'Started: a twin',
      stop: () => Promise.resolve(void stopped++),
    };
    const code = await workflowCommand({
      args: [file, '--var', 'A=mine', '--repository', 'other/name'],
      startServices: () => Promise.resolve(services),
      findNode: () => Promise.resolve(process.execPath),
      print: (line) => lines.push(line),
    });
    expect([code, stopped, lines[0]]).toEqual([0, 1, 'Started: a twin']);
    expect(lines).toContain('job │ mine theirs other/name 7');
  });

  test('an example runs as it stands, with nothing given', async () => {
    const lines: string[] = [];
    const print = (line: string): number => lines.push(line);
    expect(await workflowCommand({ args: ['examples/deploy-aws.yml'], startServices, print })).toBe(0);
    expect(lines[0]).toMatch(/^Started: GitHub's tokens at http\S+, AWS STS at http\S+, .* (?:no )?OpenBao /);
    expect(lines).toContain('deploy │ ref: refs/heads/main');
    expect(lines).toContain('Run: success');
  });

  test('without a file says how', async () => {
    const lines: string[] = [];
    expect(await workflowCommand({ args: [], print: (line) => lines.push(line) })).toBe(3);
    expect(lines[0]).toContain('npm run workflow -- <file>');
  });
});
