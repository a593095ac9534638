import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { runWorkflow, type JobResult, type RunOptions, type RunResult } from '../test/runner/index.ts';
import { provideNode24 } from '../test/peers/node24.ts';
import { startExampleServices } from '../test/services/scene.ts';
import { repositoryRoot } from './entries.ts';

const usage = `npm run workflow -- <file> [options]

Runs a workflow file on the runner twin and prints the log as GitHub shows it, then annotations and summaries.
The run is one of octo/demo, which uses this repository as OWNER/sallyport. Twins of GitHub's token endpoint, AWS STS, Entra
and Google and, where it can be had, OpenBao are started for it; the variables that the examples read lead there.
Exit code: 0 success, 1 failure, 2 cancelled, 3 not started.

  --event <name>          default: push if the file listens to it, else the first it names
  --payload <json>        the event's body
  --ref <ref>             default: refs/heads/main
  --actor <name>
  --repository <owner/name>
  --environment-secret <environment>:NAME=value
  --secret NAME=value     may be repeated, as may --var and --input
  --var NAME=value
  --input name=value
  --job <id>              only this job and what it needs
  --node <path>           the Node that runs JavaScript actions
  --debug                 step debug
`;

/** What the command line needs of the machine. */
export interface WorkflowCommand {
  readonly args: readonly string[];
  /** Starts the twins that stand for services; what it gives is added to the run, `stop` is called at its end. */
  readonly startServices?: () => Promise<StartedServices>;
  /** The Node that runs JavaScript actions when `--node` is not given. */
  readonly findNode?: () => Promise<string>;
  readonly print: (line: string) => void;
}

export interface StartedServices {
  readonly options: Partial<RunOptions>;
  /** One line on what runs, and where. */
  readonly what: string;
  readonly stop: () => Promise<void>;
}

/** Runs one workflow as the command line asks. @returns the exit code. */
export async function workflowCommand({
  args,
  startServices,
  findNode,
  print,
}: WorkflowCommand): Promise<number> {
  const options = parseOptions(args);
  if (options === undefined) {
    print(usage);
    return 3;
  }
  const started = await startServices?.();
  if (started !== undefined) print(started.what);
  try {
    const result = await runWorkflow({
      ...started?.options,
      ...options,
      repository: { ...started?.options.repository, ...options.repository },
      secrets: { ...started?.options.secrets, ...options.secrets },
      vars: { ...started?.options.vars, ...options.vars },
      ...(options.node === undefined && findNode !== undefined ? { node: await findNode() } : {}),
      onLogLine: (line, job) => {
        for (const part of line.split('\n')) print(`${job} │ ${part}`);
      },
    });
    printResult(result, print);
    result.dispose();
    return { success: 0, skipped: 0, failure: 1, cancelled: 2, startup_failure: 3 }[result.conclusion];
  } catch (error) {
    print((error as Error).message);
    return 3;
  } finally {
    await started?.stop();
  }
}

function parseOptions(args: readonly string[]): RunOptions | undefined {
  const text = { type: 'string' } as const;
  const several = { type: 'string', multiple: true } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      event: text,
      payload: text,
      ref: text,
      actor: text,
      repository: text,
      secret: several,
      'environment-secret': several,
      var: several,
      input: several,
      job: text,
      node: text,
      debug: { type: 'boolean' },
    },
  });
  const [workflow] = positionals;
  if (workflow === undefined) return undefined;
  const event = {
    ...(values.ref === undefined ? {} : { ref: values.ref }),
    ...(values.actor === undefined ? {} : { actor: values.actor }),
    ...(values.payload === undefined
      ? {}
      : { payload: JSON.parse(values.payload) as Record<string, unknown> }),
  };
  return {
    workflow,
    root: repositoryRoot,
    // Where GitHub would find it, wherever it lies here.
    workflowPath: `.github/workflows/${basename(workflow)}`,
    event: { ...event, ...(values.event === undefined ? {} : { name: values.event }) },
    repository: values.repository === undefined ? {} : { name: values.repository },
    secrets: pairs(values.secret),
    vars: pairs(values.var),
    inputs: pairs(values.input),
    environments: environmentSecrets(values['environment-secret']),
    debug: values.debug === true,
    ...(values.job === undefined ? {} : { job: values.job }),
    ...(values.node === undefined ? {} : { node: values.node }),
  };
}

function pairs(texts: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const equals = text.indexOf('=');
      return [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}

function environmentSecrets(
  texts: readonly string[] = [],
): Record<string, { secrets: Record<string, string> }> {
  const environments: Record<string, { secrets: Record<string, string> }> = {};
  for (const text of texts) {
    const colon = text.indexOf(':');
    const settings = (environments[text.slice(0, colon)] ??= { secrets: {} });
    Object.assign(settings.secrets, pairs([text.slice(colon + 1)]));
  }
  return environments;
}

function printResult(result: RunResult, print: (line: string) => void): void {
  for (const error of result.startupErrors) print(`error: ${error}`);
  for (const job of result.jobs) printJob(job, print);
  print('');
  print(`Run: ${result.conclusion}`);
}

function printJob(job: JobResult, print: (line: string) => void): void {
  print('');
  print(`${job.name}: ${job.conclusion}`);
  for (const { level, title, message, file, line } of job.annotations) {
    const place = file === undefined ? '' : ` ${file}${line === undefined ? '' : `:${line}`}`;
    print(`  ${level}${place}: ${title === undefined ? '' : `${title}: `}${message}`);
  }
  for (const line of job.summary.split('\n').filter((_, at, all) => all.length > 1 || all[at] !== '')) {
    print(`  │ ${line}`);
  }
}

/** The services of the examples, and what to tell of them. */
export async function startServices(): Promise<StartedServices> {
  const { github, sts, entra, gcp, bao, vars, options, close } = await startExampleServices();
  const vault = 'missing' in bao ? `no OpenBao (${bao.missing})` : `OpenBao at ${bao.address}`;
  return {
    options,
    what: `Started: GitHub's tokens at ${github.serverUrl}, AWS STS at ${sts.origin}, Entra at ${entra.origin}, Google at ${gcp.origin}, ${vault}; variables: ${Object.keys(vars).join(', ')}`,
    stop: close,
  };
}

async function findNode24(): Promise<string> {
  const node = await provideNode24();
  if ('missing' in node) console.error(`${node.missing}; actions run on Node ${process.versions.node}`);
  return 'missing' in node ? process.execPath : node.path;
}

if (import.meta.filename === process.argv[1]) {
  process.exitCode = await workflowCommand({
    args: process.argv.slice(2),
    startServices,
    findNode: findNode24,
    print: (line) => {
      console.log(line);
    },
  });
}
